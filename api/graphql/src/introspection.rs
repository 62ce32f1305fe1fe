//! The shapes of introspection, so that its cost is found like that of any other field. Lists are taken to be about
//! as long as they are in this schema.

use std::collections::HashMap;

use crate::shape::{Many, Shape, Shapes, Way};

const fn list(about: usize) -> Many {
    Many::About(about)
}

/// Type, field, the type that it leads to, and how many.
const FIELDS: [(&str, &str, &str, Many); 19] = [
    ("__Schema", "types", "__Type", list(60)),
    ("__Schema", "queryType", "__Type", Many::One),
    ("__Schema", "mutationType", "__Type", Many::One),
    ("__Schema", "subscriptionType", "__Type", Many::One),
    ("__Schema", "directives", "__Directive", list(5)),
    ("__Type", "fields", "__Field", list(10)),
    ("__Type", "interfaces", "__Type", list(1)),
    ("__Type", "possibleTypes", "__Type", list(1)),
    ("__Type", "enumValues", "__EnumValue", list(1)),
    ("__Type", "inputFields", "__InputValue", list(2)),
    ("__Type", "ofType", "__Type", Many::One),
    ("__Field", "args", "__InputValue", list(1)),
    ("__Field", "type", "__Type", Many::One),
    ("__InputValue", "type", "__Type", Many::One),
    ("__Directive", "args", "__InputValue", list(1)),
    ("__Directive", "locations", "__DirectiveLocation", list(3)),
    ("__Type", "kind", "__TypeKind", Many::One),
    ("Query", "__schema", "__Schema", Many::One),
    ("Query", "__type", "__Type", Many::One),
];

/// Takes in the shapes of introspection.
pub(crate) fn describe(shapes: &mut Shapes) {
    for (type_name, field, of, many) in FIELDS {
        shapes.insert(
            type_name,
            HashMap::from([(
                field.to_owned(),
                Shape { of: of.to_owned(), many, way: Way::Resolved, price: 0 },
            )]),
        );
    }
}
