//! Answers in pages.

/// How an operation answers in pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// Where it stands what comes next.
    pub next: Next,
    /// The members of the answer that lead to the items; none where it is the list itself.
    pub items: Vec<String>,
    /// The members that lead to a flag that is false on the last page; none where there is none.
    pub more: Vec<String>,
}

/// Where it stands what comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// In the answer, at these members: a cursor, or the URL of the next page.
    Cursor(Vec<String>, Place),
    /// In the answer, at these members: the URL of the next page.
    Url(Vec<String>),
    /// In the header `Link`.
    Link,
    /// Pages have numbers, of which this is the first.
    Page(Place, u64),
    /// Items have numbers, from 0.
    Offset(Place),
}

/// Where a call says which page it wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this parameter of the query.
    Query(String),
    /// In this member of the body.
    Body(String),
}
