//! Tests of the rules for schemas: what goes in, what comes out, what is said.

mod keywords;
mod unions;

use serde_json::json;

use super::*;
use crate::diagnostics::{Diagnostics, Place, Severity};
use crate::dialect::normalise;

/// A component schema `S`, normalised, and what was said as `severity code pointer`.
fn schema(schema: &Value) -> (Value, Vec<String>) {
    let document = json!({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "components": {"schemas": {
        "S": schema, "A": {"type": "object"}, "B": {"type": "object"}}}});
    let mut d = Diagnostics::default();
    let value = normalise(document, &mut d).unwrap();
    let said = d.finish().into_iter().map(|d| {
        let severity = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let Place::Document(pointer) = d.place else { panic!("a place in the document") };
        let pointer = pointer.to_string().replace("/components/schemas/S", "");
        format!("{severity} {} {pointer}", d.code.as_str())
    });
    (value["components"]["schemas"]["S"].clone(), said.collect())
}

/// Every input becomes the output, and nothing is said.
fn all_become(inputs: &[Value], output: &Value) {
    for input in inputs {
        let (value, said) = schema(input);
        assert_eq!(&value, output, "of {input}");
        assert_eq!(said, Vec::<String>::new(), "of {input}");
    }
    let (again, said) = schema(output);
    assert_eq!((&again, said), (output, without_own(output)), "a second time");
}

/// A second pass takes the generator's own names out, and says so.
fn without_own(value: &Value) -> Vec<String> {
    let own = value.as_object().into_iter().flatten().filter(|(key, _)| key.starts_with("x-link-"));
    own.map(|(key, _)| format!("note ignored /{key}")).collect()
}

/// The input becomes the output, and this is said.
fn becomes(input: &Value, output: &Value, said: &[&str]) {
    let (value, places) = schema(input);
    assert_eq!(&value, output, "of {input}");
    assert_eq!(places, said, "of {input}");
}

fn a() -> Value {
    json!({"$ref": "#/components/schemas/A"})
}

fn b() -> Value {
    json!({"$ref": "#/components/schemas/B"})
}

#[test]
fn what_moved_is_said_where_it_was() {
    let (_, said) = schema(
        &json!({"anyOf": [{"type": "null"}, {"type": "object", "properties": {"a": {"typo": 1}}, "format": "x"}]}),
    );
    assert_eq!(said, ["note ignored /anyOf/1/format", "note ignored /anyOf/1/properties/a/typo"]);
}
