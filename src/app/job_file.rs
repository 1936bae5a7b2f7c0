//! Jobs: TOML files that ask for many pictures at once.

use std::path::{Path, PathBuf};

/// Why a job cannot be carried out.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It is not there, or may not be read.
    #[error("could not read the job {path}; check that it exists and that you may read it")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
    /// It is no job.
    #[error("could not read the job {path}: {wrong}")]
    Wrong {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        wrong: String,
    },
    /// One of its pictures makes no sense.
    #[error("could not make picture {nth} of the job {path}: {wrong}")]
    Picture {
        /// Which one, counted from 1.
        nth: usize,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        wrong: &'static str,
    },
}

/// The pictures that the job at `path` asks for, each as the arguments of the shell's command: keys are the
/// names of its options, `true` is an option alone, a list is joined with commas, `path` is the chronicle.
pub fn read_job(path: &Path) -> Result<Vec<Vec<String>>, JobError> {
    let text = std::fs::read_to_string(path).map_err(|source| JobError::Read { path: path.to_owned(), source })?;
    let wrong = |wrong: String| JobError::Wrong { path: path.to_owned(), wrong };
    let table: toml::Table =
        toml::from_str(&text).map_err(|error| wrong(error.message().lines().next().unwrap_or_default().to_owned()))?;
    let has_more = table.keys().any(|key| key != "picture");
    let pictures = table.get("picture").and_then(toml::Value::as_array).filter(|_| !has_more);
    let pictures = pictures.ok_or_else(|| wrong("it must have nothing but [[picture]] tables".to_owned()))?;
    let of_picture = |(nth, picture): (usize, &toml::Value)| {
        let wrong = |wrong| JobError::Picture { nth: nth + 1, path: path.to_owned(), wrong };
        let picture = picture.as_table().ok_or_else(|| wrong("it is no table"))?;
        if !picture.contains_key("output") {
            return Err(wrong("it needs an output, the file to write"));
        }
        arguments_of(picture).ok_or_else(|| wrong("a value is neither text, number, date, list nor true"))
    };
    pictures.iter().enumerate().map(of_picture).collect()
}

fn arguments_of(table: &toml::Table) -> Option<Vec<String>> {
    let text = |value: &toml::Value| match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Datetime(_) => Some(value.to_string()),
        toml::Value::Boolean(_) | toml::Value::Array(_) | toml::Value::Table(_) => None,
    };
    let mut arguments = Vec::new();
    for (key, value) in table {
        match value {
            _ if key == "path" => arguments.insert(0, text(value)?),
            toml::Value::Boolean(true) => arguments.push(format!("--{key}")),
            toml::Value::Boolean(false) => {}
            toml::Value::Array(values) => {
                let values = values.iter().map(text).collect::<Option<Vec<_>>>()?;
                arguments.push(format!("--{key}={}", values.join(",")));
            }
            value => arguments.push(format!("--{key}={}", text(value)?)),
        }
    }
    Some(arguments)
}
