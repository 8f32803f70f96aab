//! unions
