// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what reading meets on its way, in a crate where nothing has to be told apart. Out: nothing. It
//! stands for `judge`, which only unions and structures with the members of others need.

pub(crate) mod judge {
    pub(crate) fn opened() {}
    pub(crate) fn closed() {}
    pub(crate) fn next_key(_key: Option<&str>) {}
    pub(crate) fn unknown_key() {}
    pub(crate) fn listed(_is_listed: bool) {}
}
