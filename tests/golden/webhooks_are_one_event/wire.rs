//! Events, by their names.

use harbour_bell::payloads::Event;
use harbour_bell::{LeftKind, serde_json};

fn read(text: &str) -> Event {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_name_of_an_event_says_what_it_is() {
    let event = read(r#"{"kind":"ship.arrived","ship":"Argo"}"#);
    assert!(matches!(event, Event::ShipArrived(arrived) if arrived.ship == "Argo"));
    let event = read(r#"{"reason":"fog","kind":"ship.left.late"}"#);
    assert!(matches!(event, Event::ShipLeft(left) if left.kind == LeftKind::ShipLeftLate));
    assert!(
        matches!(read(r#"{"kind":"tide","metres":2}"#), Event::Tide(tide) if tide.metres == 2.0)
    );
}

#[test]
fn an_event_that_is_new_is_kept_as_it_came() {
    let text = r#"{"kind":"ship.sunk","ship":"Argo"}"#;
    let event = read(text);
    assert!(matches!(event, Event::Unknown(_)));
    assert_eq!(serde_json::to_string(&event).unwrap(), text);
    // A name that is known promises what belongs to it.
    assert!(serde_json::from_str::<Event>(r#"{"kind":"tide"}"#).is_err());
}
