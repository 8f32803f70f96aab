//! Tests of MDX as Markdown.

use super::*;

fn check(table: &[(&str, &str)]) {
    for (mdx, markdown) in table {
        assert_eq!(to_markdown(mdx), *markdown, "{mdx:?}");
    }
}

#[test]
fn notes_are_quotes_that_say_what_they_are() {
    check(&[
        ("<Note>One pet.</Note>", "> **Note:** One pet."),
        ("A.\n\n<Warning>\n\nTwo\npets.\n\n</Warning>\n", "A.\n\n> **Warning:** Two\n> pets.\n"),
        ("<Tip>\n  * a\n  * b\n</Tip>\n\nEnd.", "> **Tip:**\n>\n> * a\n> * b\n\nEnd."),
        ("A <Info>b</Info> c", "A\n\n> **Info:** b\n\n c"),
        ("<Callout title=\"By [the] way\">x</Callout>", "> **By \\[the\\] way:** x"),
        ("<Note><Warning>a</Warning></Note>", "> **Note:**\n>\n> > **Warning:** a"),
        ("<Note></Note>a", "a"),
    ]);
}

#[test]
fn titles_are_bold_and_lead_where_they_led() {
    check(&[
        ("<Card title=\"Pets\" href=\"/pets\" icon='x'>All.</Card>", "**[Pets](/pets)**\n\nAll."),
        ("<Card title={'Pets'} cols={2} />", "**Pets**"),
        (
            "<Accordion title=\"More\">\n  Text.\n\n      code\n</Accordion>",
            "**More**\n\nText.\n\n    code",
        ),
        (
            "<Steps>\n  <Step title=\"Go\">\n    There.\n\n    Then.\n  </Step>\n  <Step title=\"Stay\">x</Step>\n</Steps>",
            "1. **Go**\n\n   There.\n\n   Then.\n\n2. **Stay**\n\n   x",
        ),
        (
            "<Tabs><Tab title=\"A\">a</Tab><Tab title=\"B\">b</Tab></Tabs>",
            "**A**\n\na\n\n**B**\n\nb",
        ),
    ]);
}

#[test]
fn unknown_components_leave_their_text() {
    check(&[
        ("a <Shiny level={3}>b</Shiny> c", "a b c"),
        ("a <Shiny.Box\n  x=\"1\"/> c", "a  c"),
        ("<>a</>", "a"),
        ("a {/* hidden <Note> */}b", "a b"),
        ("a{\" \"}b{'c'}{`d`}", "a bcd"),
        ("<Note>never closed", "never closed"),
        ("closed</Note>", "closed"),
    ]);
}

#[test]
fn what_is_no_component_stays() {
    for text in [
        "plain",
        "GET /users/{id} and {a: 1}",
        "`<Note>` and ``{/* ` */}``",
        "```mdx\n<Note>a</Note>\n{/* b */}\n```\n",
        "~~~\n<Tip/>\n~~~",
        "  ````\n<Tip/>\n```\n  ````\n",
        "Vec<String> and <TOKEN> and <https://pets.example>",
        "a < b > c, <3, <a href=\"/b\">c</a>, <br/>",
        "\\<Note>a\\{/* b",
        "<!-- <Note>a</Note> -->",
        "{/* never closed",
        "<Note title=\"",
        "<API_KEY/>",
        "a ` b <",
    ] {
        assert_eq!(to_markdown(text), text);
    }
}

#[test]
fn code_in_components_keeps_its_signs() {
    check(&[
        (
            "<Note>\n  ```js\n  <Note>a</Note>\n    {b}\n  ```\n</Note>",
            "> **Note:**\n>\n> ```js\n> <Note>a</Note>\n>   {b}\n> ```",
        ),
        ("<Shiny>`<Note>` is {`x`}</Shiny>", "`<Note>` is x"),
    ]);
}

#[test]
fn html_loses_only_what_it_has_of_jsx() {
    check(&[
        ("<p className=\"a\" id='b' style={{ x: 1 }}>c</p>", "<p id=\"b\">c</p>"),
        ("<img src=\"/a.png\" width={10} />", "<img src=\"/a.png\" />"),
    ]);
}

#[test]
fn hostile_texts_take_no_longer_than_their_length() {
    for piece in [
        "<Note>",
        "</Note>",
        "<A><B></A>",
        "{/*",
        "`",
        "`` ` ",
        "<!--",
        "<A b=\"",
        "<A b={",
        "{`",
        "~~~",
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        let start = std::time::Instant::now();
        let written = to_markdown(&text);
        assert!(written.len() <= text.len() * 20, "{piece}");
        // What takes time by the square of the length would take minutes.
        assert!(start.elapsed().as_secs() < 30, "{piece}: {:?}", start.elapsed());
    }
}
