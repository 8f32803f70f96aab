// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: the members of a JSON object that a struct has no field for. Out: a map in which it keeps them,
//! and which is written beside its fields.

/// What `wire!` calls for a field that is `rest`.
pub(crate) mod rest {
    use std::borrow::Cow;
    use std::collections::BTreeMap;

    use serde::de::{Deserialize, MapAccess};
    use serde::ser::{Serialize, SerializeMap};

    use crate::runtime::reading::Unknown;

    #[expect(clippy::unnecessary_wraps, reason = "the shape of all fields")]
    pub(crate) fn begun<V>() -> Option<BTreeMap<String, V>> {
        Some(BTreeMap::new())
    }

    impl<'de, V: Deserialize<'de>> Unknown<'de> for &mut Option<BTreeMap<String, V>> {
        fn keep<A: MapAccess<'de>>(self, key: Cow<'de, str>, map: &mut A) -> Result<(), A::Error> {
            let value = map.next_value()?;
            self.get_or_insert_default().insert(key.into_owned(), value);
            Ok(())
        }
    }

    pub(crate) fn write<M: SerializeMap, V: Serialize>(
        map: &mut M,
        rest: &BTreeMap<String, V>,
    ) -> Result<(), M::Error> {
        rest.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))
    }
}
