use super::dictionary::{
    Absent, Field, FieldKind, HsdsNoun, NounType, field_kind, field_type, is_required, nouns, plain_name,
};
use super::{FREQUENCIES, TaxonomyTerm, WEEKDAYS};

nouns! {
    /// A telephone number.
    Phone "phone" {
        /// The location it rings at.
        location_id: id,
        /// The service it is for.
        service_id: id,
        /// The organization it is for.
        organization_id: id,
        /// The contact it is for.
        contact_id: id,
        /// The service at one location it is for.
        service_at_location_id: id,
        /// The number as published.
        number: text required,
        /// The extension to ask for.
        extension: number,
        /// voice, fax, text, cell and so on.
        r#type: text,
        /// When or for what to ring it.
        description: text,
        /// Languages spoken by those who answer.
        languages: list[Language],
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// A person or post to ask.
    Contact "contact" {
        /// The organization it is for.
        organization_id: id,
        /// The service it is for.
        service_id: id,
        /// The service at one location it is for.
        service_at_location_id: id,
        /// The location it is for.
        location_id: id,
        /// The name of the person or post.
        name: text,
        /// The job title.
        title: text,
        /// The department.
        department: text,
        /// The e-mail address.
        email: email,
        /// Telephone numbers.
        phones: list[Phone],
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// A language in which something is given.
    Language "language" {
        /// The service it is for.
        service_id: id,
        /// The location it is for.
        location_id: id,
        /// The phone it is for.
        phone_id: id,
        /// Its English name.
        name: text,
        /// Its ISO 639 code.
        code: text,
        /// When or how it is available.
        note: text,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// When something is open or takes place: a subset of an iCalendar recurrence rule.
    Schedule "schedule" {
        /// The service it is for.
        service_id: id,
        /// The location it is for.
        location_id: id,
        /// The service at one location it is for.
        service_at_location_id: id,
        /// The first day it holds.
        valid_from: date,
        /// The last day it holds.
        valid_to: date,
        /// The first day of the recurrence.
        dtstart: date,
        /// Hours from UTC.
        timezone: number,
        /// The last day of the recurrence.
        until: date,
        /// How often it recurs in all.
        count: number,
        /// The day on which a week begins.
        wkst: choice(WEEKDAYS),
        /// How often: weekly or monthly.
        freq: choice(FREQUENCIES),
        /// Every how many weeks or months.
        interval: number,
        /// The days, comma-separated, such as `MO,WE` or `2TU`.
        byday: text,
        /// Weeks of the year, comma-separated.
        byweekno: text,
        /// Days of the month, comma-separated.
        bymonthday: text,
        /// Days of the year, comma-separated.
        byyearday: text,
        /// The times in words.
        description: text,
        /// The time it opens.
        opens_at: time,
        /// The time it closes.
        closes_at: time,
        /// A page with the times.
        schedule_link: uri,
        /// How to attend: in person, on line, by phone.
        attending_type: text,
        /// Exceptions and remarks.
        notes: text,
        /// Days on which the rule does not hold, comma-separated, as iCalendar has them. Not of the standard, which allows
        /// further fields.
        exdate: text,
        /// Days on which it would have held and was called off, comma-separated. Not of the standard, which allows further
        /// fields.
        cancelled: text,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// A term of a classification, attached to any other object.
    Attribute "attribute" {
        /// The object it is attached to.
        link_id: id,
        /// The term.
        taxonomy_term_id: id,
        /// What the term says about the object, such as `subject`.
        link_type: text,
        /// The noun that it is attached to.
        link_entity: text,
        /// A value that goes with the term.
        value: text,
        /// The term, nested.
        taxonomy_term: one[TaxonomyTerm],
        /// The log of changes to this object.
        metadata: list[Metadata],
        /// A label for readers.
        label: text,
    }

    /// One entry of the log of changes to an object.
    Metadata "metadata" {
        /// The object that changed.
        resource_id: id,
        /// The noun that it is.
        resource_type: text,
        /// The day of the change.
        last_action_date: text required,
        /// create, update or delete.
        last_action_type: text required,
        /// The field that changed.
        field_name: text required,
        /// Its value before.
        previous_value: text required,
        /// Its value after.
        replacement_value: text required,
        /// The role or body that changed it.
        updated_by: text required,
    }

    /// What a table of a tabular package holds.
    MetaTableDescription "meta_table_description" {
        /// The table.
        name: text,
        /// The language of its texts.
        language: text,
        /// Its character set.
        character_set: text,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }
}
