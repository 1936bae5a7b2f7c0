//! Texts of a picture as XMP, which `WebP` and JPEG carry.

/// The texts as an XMP packet. Those that Dublin Core knows go there, where picture desks look for them; the others get
/// a name of their own.
pub(super) fn packet(texts: &[(&str, &str)]) -> String {
    let mut packet = String::from(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:salient=\"urn:salient:picture\">\n",
    );
    for (keyword, text) in texts {
        let text = escaped(text);
        match *keyword {
            "Title" => packet.push_str(&in_any_language("dc:title", &text)),
            "Description" | "Comment" => packet.push_str(&in_any_language("dc:description", &text)),
            "Copyright" => packet.push_str(&in_any_language("dc:rights", &text)),
            "Software" => packet.push_str(&format!("<xmp:CreatorTool>{text}</xmp:CreatorTool>\n")),
            other => {
                let name = element_name(other);
                packet.push_str(&format!("<salient:{name}>{text}</salient:{name}>\n"));
            }
        }
    }
    packet.push_str("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
    packet
}

fn in_any_language(name: &str, text: &str) -> String {
    format!("<{name}><rdf:Alt><rdf:li xml:lang=\"x-default\">{text}</rdf:li></rdf:Alt></{name}>\n")
}

/// "Date of the map" → `DateOfTheMap`.
fn element_name(keyword: &str) -> String {
    let mut name = String::new();
    for word in keyword.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            name.push(first.to_ascii_uppercase());
            name.push_str(letters.as_str());
        }
    }
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) { name } else { format!("Text{name}") }
}

/// Text between two tags. Control characters, of which XML knows three, become spaces.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(letter),
            '\u{fffe}' | '\u{ffff}' => out.push(' '),
            _ if letter.is_control() => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_where_desks_look_and_the_others_by_their_name() {
        let packet =
            packet(&[("Title", "Syria & <more>"), ("Date of the map", "2015-04-25"), ("Software", "Salient\u{1}")]);
        assert!(packet.contains("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Syria &amp; &lt;more&gt;</rdf:li>"));
        assert!(packet.contains("<salient:DateOfTheMap>2015-04-25</salient:DateOfTheMap>"));
        assert!(packet.contains("<xmp:CreatorTool>Salient </xmp:CreatorTool>"));
    }

    #[test]
    fn every_keyword_gives_a_name_that_xml_takes() {
        assert_eq!(element_name("2 days"), "Text2Days");
        assert_eq!(element_name(""), "Text");
    }
}
