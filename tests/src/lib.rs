//! What tests of the whole application share: a fresh directory, and the actors who use it.
