//! What the HTML page does in Chromium. Each test says so and ends where there is none.

use serde_json::json;

use super::devtools::Browser;
use super::{Result, case, report};

/// A browser that has opened the page of a case, and the address of the page.
fn opened(name: &str) -> Result<Option<(Browser, String)>> {
    let Some(mut browser) = Browser::start()? else { return Ok(None) };
    browser.prefer("light")?;
    let url = browser.open(&report(&case(name), "html")?)?;
    Ok(Some((browser, url)))
}

/// What has the focus.
const FOCUS: &str = "document.activeElement.id || document.activeElement.tagName";
/// The changes that can be seen, in order.
const SHOWN: &str = "[...document.querySelectorAll('.change')]
    .filter((card) => card.checkVisibility()).map((card) => card.id)";

#[test]
fn hostile_text_stays_text() -> Result {
    let Some((mut browser, url)) = opened("hostile")? else { return Ok(()) };
    assert_eq!(browser.noise(&url), [""; 0]);
    let tags = browser.value(
        "JSON.stringify([...new Set([...document.body.querySelectorAll('*')]
            .map((tag) => tag.localName))].sort())",
    )?;
    let ours = "a article button caption code col colgroup del details div fieldset form h1 h2 h3 \
                h4 header input ins kbd label legend li main nav output p script search section \
                small span strong summary table tbody td th thead tr ul";
    let tags: Vec<String> = serde_json::from_str(tags.as_str().unwrap_or_default())?;
    let foreign = tags.iter().filter(|tag| !ours.split_whitespace().any(|name| name == *tag));
    assert_eq!(foreign.collect::<Vec<_>>(), [""; 0]);
    assert_eq!(browser.value("typeof window.hit")?, "undefined");
    let leads_out = "[...document.querySelectorAll('[href], [src]')]
        .map((tag) => tag.getAttribute('href') ?? tag.getAttribute('src'))
        .filter((link) => !link.startsWith('#') && link !== 'data:,')";
    assert_eq!(browser.value(leads_out)?, json!([]));
    let events = "[...document.querySelectorAll('*')].flatMap((tag) => tag.getAttributeNames())
        .filter((name) => name.startsWith('on') || name === 'style')";
    assert_eq!(browser.value(events)?, json!([]));
    let text = browser.value("document.querySelector('main').textContent")?;
    let text = text.as_str().unwrap_or_default();
    assert!(text.contains("</script><script>window.hit = 6</script>"));
    assert!(text.contains("\\u{202e}evil") && !text.contains('\u{202e}'));
    Ok(())
}

#[test]
fn the_page_can_neither_ask_nor_run_anything_else() -> Result {
    let Some((mut browser, url)) = opened("pets")? else { return Ok(()) };
    assert_eq!(browser.noise(&url), [""; 0]);
    let asked = "fetch('https://example.com/').then(() => 'answered', () => 'refused')";
    assert_eq!(browser.value(asked)?, "refused");
    let run = "(() => { const script = document.createElement('script');
        script.textContent = 'window.hit = 1'; document.body.append(script);
        document.body.insertAdjacentHTML('beforeend', '<b onclick=\"window.hit = 2\">b</b>');
        document.querySelector('body > b').click(); return String(window.hit); })()";
    assert_eq!(browser.value(run)?, "undefined");
    let sent = browser.events.iter().filter(|event| event["method"] == "Network.responseReceived");
    let sent = sent.filter(|event| event["params"]["response"]["url"] != json!(url));
    assert_eq!(sent.count(), 0);
    Ok(())
}

#[test]
fn keys_move_from_change_to_change() -> Result {
    let Some((mut browser, _)) = opened("pets")? else { return Ok(()) };
    browser.press("Tab")?;
    let skip = browser.value("document.activeElement.getAttribute('href')")?;
    assert_eq!(skip, "#changes");
    assert_eq!(browser.value("document.activeElement.getBoundingClientRect().left >= 0")?, true);
    let cards =
        browser.value("[...document.querySelectorAll('.change')].map((card) => card.id)")?;
    let cards = cards.as_array().cloned().unwrap_or_default();
    assert_eq!(cards.len(), 7);
    for (key, expected) in [("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)] {
        browser.press(key)?;
        assert_eq!(Some(&browser.value(FOCUS)?), cards.get(expected), "{key}");
        let outline = browser.value("getComputedStyle(document.activeElement).outlineStyle")?;
        assert_eq!(outline, "solid");
    }
    // The last one is folded away until it is reached.
    for _ in &cards {
        browser.press("j")?;
    }
    assert_eq!(Some(&browser.value(FOCUS)?), cards.last());
    assert_eq!(browser.value("document.activeElement.checkVisibility()")?, true);
    let stops = "document.querySelectorAll('.change[tabindex=\"0\"]').length";
    assert_eq!(browser.value(stops)?, 1);
    let positive = "[...document.querySelectorAll('[tabindex]')].filter((tag) => tag.tabIndex > 0)";
    assert_eq!(browser.value(&format!("{positive}.length"))?, 0);
    browser.press("o")?;
    let lines = browser.value("document.activeElement.querySelectorAll('.peek td.here').length")?;
    assert!(lines.as_u64() > Some(0), "{lines}");
    browser.value("document.getElementById('keys').click()")?;
    browser.press("k")?;
    assert_eq!(Some(&browser.value(FOCUS)?), cards.last(), "keys are switched off");
    Ok(())
}

#[test]
fn the_filter_hides_what_was_not_asked_for() -> Result {
    let Some((mut browser, _)) = opened("pets")? else { return Ok(()) };
    let all = browser.value(SHOWN)?;
    browser.value("document.querySelector('.change').focus()")?;
    browser.press("/")?;
    assert_eq!(browser.value(FOCUS)?, "words");
    for letter in "hedgehog".chars() {
        browser.press(&letter.to_string())?;
    }
    let shown = browser.value(SHOWN)?;
    assert_eq!(shown.as_array().map(Vec::len), Some(1));
    assert_eq!(browser.value("document.getElementById('shown').textContent")?, "1 of 7 shown");
    assert_eq!(browser.value("document.querySelectorAll('.changes:not([hidden])').length")?, 1);
    browser.press("Escape")?;
    assert_eq!(browser.value(FOCUS)?, shown[0], "back to the change");
    let kind = |name: &str| format!("document.querySelector('input[value={name}]').click()");
    for name in ["major", "minor", "tolerated", "documentation"] {
        browser.value(&kind(name))?;
    }
    let breaking = browser.value(SHOWN)?;
    assert_eq!(breaking.as_array().map(Vec::len), Some(3));
    // A link to a change shows it, whatever the filter says.
    let documentation = browser.value("document.querySelector('[data-kinds=documentation]').id")?;
    let go =
        format!("location.hash = {documentation}; new Promise((done) => setTimeout(done, 50))");
    browser.value(&go)?;
    assert_eq!(browser.value(FOCUS)?, documentation);
    assert_eq!(browser.value("document.activeElement.checkVisibility()")?, true);
    assert_ne!(browser.value(SHOWN)?, all, "what was folded is open");
    Ok(())
}

/// Changes that lead to a line from which nothing leads back, links that lead nowhere, and ids
/// that are there twice.
const LOST: &str = "(() => {
    const lost = [...document.querySelectorAll('a[href^=\"#\"]')]
        .filter((link) => !document.getElementById(link.getAttribute('href').slice(1)));
    const back = [...document.querySelectorAll('.change .links a')].filter((link) => {
        const cell = document.getElementById(link.getAttribute('href').slice(1));
        const id = link.closest('.change').id;
        return !cell || ![...cell.querySelectorAll('a')].some((to) => to.getAttribute('href') === '#' + id);
    });
    const ids = [...document.querySelectorAll('[id]')].map((tag) => tag.id);
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
    return [...twice, ...[...lost, ...back].map((link) => link.outerHTML)];
})()";

#[test]
fn changes_and_lines_lead_to_one_another() -> Result {
    let Some((mut browser, _)) = opened("pets")? else { return Ok(()) };
    assert_eq!(browser.value(LOST)?, json!([]));
    let chip = "[...document.querySelectorAll('.change')]
        .find((card) => card.textContent.includes('NewPet.chip'))";
    let lines = format!(
        "[...{chip}.querySelectorAll('.links a')].map((link) => {{
            const copy = document.getElementById(link.getAttribute('href').slice(1)).cloneNode(true);
            copy.querySelectorAll('.m').forEach((mark) => mark.remove());
            return copy.textContent.trim();
        }})"
    );
    let declared = "pub chip: ";
    let lines: Vec<String> = serde_json::from_value(browser.value(&lines)?)?;
    let [old, new, was, is] = lines.as_slice() else { return Err(format!("{lines:?}").into()) };
    assert_eq!((old.as_str(), new.as_str()), ("chip: { type: string }", "chip: { type: string }"));
    assert!(was.starts_with(declared) && is.starts_with(declared), "{was} {is}");
    Ok(())
}

/// The texts whose contrast to what is under them is less than 4.5.
const FAINT: &str = "(() => {
    const part = (value) => { value /= 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
    const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const under = (tag) => { for (; tag; tag = tag.parentElement) {
        const back = parts(getComputedStyle(tag).backgroundColor);
        if (back.length < 4 || back[3] > 0) return back; } return [255, 255, 255]; };
    const faint = new Set();
    for (const tag of document.body.querySelectorAll('*')) {
        const has = [...tag.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!has || !tag.checkVisibility() || tag.closest('script')) continue;
        const pair = [light(parts(getComputedStyle(tag).color)), light(under(tag))].sort((a, b) => b - a);
        const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
        if (contrast < 4.5) faint.add(`${tag.localName}.${tag.className} ${contrast.toFixed(2)}`);
    }
    return [...faint];
})()";
const BACK: &str = "getComputedStyle(document.body).backgroundColor";

#[test]
fn light_and_dark_can_both_be_read() -> Result {
    let Some((mut browser, _)) = opened("pets")? else { return Ok(()) };
    browser.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")?;
    browser.value("document.querySelector('.lines').click()")?;
    let light = browser.value(BACK)?;
    assert_eq!(browser.value(FAINT)?, json!([]), "light");
    browser.prefer("dark")?;
    let dark = browser.value(BACK)?;
    assert_ne!(light, dark);
    assert_eq!(browser.value(FAINT)?, json!([]), "dark");
    assert_eq!(browser.value("document.getElementById('theme').textContent")?, "Light");
    browser.value("document.getElementById('theme').click()")?;
    assert_eq!(browser.value(BACK)?, light, "the button goes before the system");
    Ok(())
}

#[test]
fn all_can_be_read_without_the_script_and_on_a_narrow_screen() -> Result {
    let Some(mut browser) = Browser::start()? else { return Ok(()) };
    let html = report(&case("pets"), "html")?;
    let size = json!({ "width": 420, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    browser.send("Emulation.setDeviceMetricsOverride", &size)?;
    // Without the script is as with a policy that allows none.
    let without = html.replacen("script-src 'sha256-", "script-src 'sha256-no", 1);
    browser.open(&without)?;
    assert_eq!(browser.value("document.getElementById('filter').checkVisibility()")?, false);
    assert_eq!(browser.value("document.querySelectorAll('.change .lines').length")?, 0);
    let folded = "[...document.querySelectorAll('.change')]
        .filter((card) => !card.checkVisibility() && !card.closest('details').querySelector('summary'))";
    assert_eq!(browser.value(&format!("{folded}.length"))?, 0);
    let wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(browser.value(wide)?, 0, "nothing stands out on the right");
    let shown = browser.value(SHOWN)?;
    assert_eq!(shown.as_array().map(Vec::len), Some(6));
    Ok(())
}
