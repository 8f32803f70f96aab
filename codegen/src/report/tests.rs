use serde_json::Value;

use super::{Reason, Report};
use crate::{Place, Source, Text, generate, report::to_json};

const HEAD: &str = "\
openapi: 3.0.3
info: { title: Buoys, version: '1' }
servers: [{ url: 'https://buoys.example' }]
paths:
  /buoys:
    post:
      operationId: addBuoy
      tags: [buoys]
      parameters:
        - { name: near, in: query, schema: { type: array, items: { type: string } } }
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/Free' } } }
      responses:
        '201':
          description: Added.
          content: { application/json: { schema: { $ref: '#/components/schemas/Buoy' } } }
        '400':
          description: Wrong.
          content: { application/json: {} }
";

fn source(schemas: &str) -> Source {
    let text = format!("{HEAD}components:\n  schemas:\n{schemas}");
    Source { document: Text { name: "buoys.yaml".to_owned(), text }, ..Source::default() }
}

fn free(report: &Report) -> Vec<(String, bool)> {
    let list = report.free.iter().map(|free| {
        let place = match &free.place {
            Place::Document(pointer) => pointer.to_string(),
            other => format!("{other:?}"),
        };
        (place, matches!(free.reason, Reason::Document(_)))
    });
    list.collect()
}

const BUOY: &str = "    \
    Free: { description: Anything. }
    Buoy:
      type: object
      properties:
        name: { type: string }
        note: { $ref: '#/components/schemas/Free' }
        tags: { type: array, items: {} }
        more: { type: object, additionalProperties: true }
        wrapped: { allOf: [{ $ref: '#/components/schemas/Free' }], description: Still anything. }
";

#[test]
fn every_value_counts_and_every_free_one_has_its_place() {
    let outcome = generate(&source(BUOY));
    let report = outcome.report;
    assert_eq!((report.operations, report.schemas, report.types), (1, 2, 1));
    // near and its element, body, two answers; name, note, tags and element, more and its
    // value, wrapped.
    assert_eq!((report.values, report.typed()), (12, 6));
    let buoy = "/components/schemas/Buoy/properties";
    let post = "/paths/~1buoys/post";
    let expected = [
        format!("{post}/requestBody/content/application~1json/schema"),
        format!("{post}/responses/400/content/application~1json/schema"),
        format!("{buoy}/note"),
        format!("{buoy}/tags/items"),
        format!("{buoy}/more/additionalProperties"),
        format!("{buoy}/wrapped"),
    ];
    assert_eq!(free(&report), expected.map(|place| (place, true)));
    assert_eq!(report.shares(), (6, 0));
    assert_eq!(report.openapi, "3.0.3");
}

#[test]
fn the_report_as_json_has_places_to_go_to() {
    let source = source(BUOY);
    let outcome = generate(&source);
    let text = to_json(&outcome.report, &outcome.diagnostics, &source);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["values"]["all"], 12);
    assert_eq!(value["we could do better"], Value::Array(Vec::new()));
    let place = value["the document says so"][2]["place"].as_str().unwrap();
    assert_eq!(place, "buoys.yaml:27:9 at /components/schemas/Buoy/properties/note");
}

#[test]
fn what_is_refused_is_counted_as_far_as_it_was_read() {
    let outcome = generate(&source("    Broken: { $ref: '#/components/schemas/Gone' }\n"));
    assert!(outcome.files.is_none());
    assert_eq!((outcome.report.operations, outcome.report.schemas), (1, 1));
}

#[test]
fn keywords_without_effect_are_listed_by_name() {
    let keys = "        big: { type: integer, minimum: 1e40 }\n        \
        few: { type: string, enum: [a, a, b] }\n";
    let outcome = generate(&source(&format!("{BUOY}{keys}")));
    assert!(outcome.files.is_some());
    let ignored = outcome.report.ignored;
    let numbers = ignored.iter().map(|(keyword, places)| (keyword.as_str(), places.len()));
    assert_eq!(numbers.collect::<Vec<_>>(), [("enum", 1), ("minimum", 1)]);
}
