//! In: this package. Out: what Node says of `scenarios.mjs`, for which `lib.rs` is compiled to
//! WebAssembly and gets bindings. It installs nothing.

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    use std::path::Path;
    use std::process::{Command, exit};

    const TARGET: &str = "wasm32-unknown-unknown";

    fn run(command: &mut Command) {
        let status = command.status().expect("it starts");
        if !status.success() {
            exit(status.code().unwrap_or(1));
        }
    }

    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = std::env::current_exe().expect("the program has a path");
    let target = program.ancestors().nth(2).expect("Cargo puts it into `target/debug/`");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--locked", "--lib", "--target", TARGET]);
    run(cargo.arg("--target-dir").arg(target).current_dir(package));

    let folder = target.join(TARGET).join("debug");
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    let bindgen = bindgen.nodejs(true).expect("it is told of no other").typescript(false);
    let bindings = folder.join("bindings");
    bindgen.input_path(folder.join("web_tests.wasm")).generate(&bindings).expect("it has bindings");
    let mut node = Command::new("node");
    node.arg("--test-reporter=spec").arg(package.join("scenarios.mjs"));
    run(node.env("BINDINGS", bindings.join("web_tests.js")));
}

#[cfg(target_arch = "wasm32")]
fn main() {}
