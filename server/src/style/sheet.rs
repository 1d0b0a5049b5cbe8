//! The style sheet is every file of style/ in one. The build script puts it together for a release; a debug server does
//! it with the same function when it starts.

/// These come first, in this order; all others follow by name.
const FIRST: [&str; 3] = ["tokens.css", "base.css", "components.css"];

/// All style sheets of this folder, one after the other.
pub fn sheet(folder: &std::path::Path) -> std::io::Result<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if std::path::Path::new(&name).extension().is_some_and(|extension| extension == "css") {
            names.push(name);
        }
    }
    names.sort_by_key(|name| (FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()), name.clone()));
    let mut text = String::new();
    for name in names {
        text.push_str(&std::fs::read_to_string(folder.join(&name))?);
        text.push('\n');
    }
    Ok(text)
}
