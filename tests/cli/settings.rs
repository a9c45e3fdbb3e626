//! Mistakes in `capplan.toml`, as the command line tells them.

use super::{Folder, WRONG, run};

#[test]
fn every_kind_of_mistake_in_a_capplan_toml_is_told_with_line_and_key() {
    let mistakes = [
        ("profile = \"all\"", 1, "profile"),
        ("\n\nprofil = \"standard\"", 3, "profil"),
        ("locale = \"法语\"", 1, "locale"),
        ("\nlocale = \"fr\"", 2, "locale"),
        ("include = \"*.md\"", 1, "include"),
        ("exclude = [\"a{b\"]", 1, "exclude"),
        ("baseline = 3", 1, "baseline"),
        ("[rules]\nlevel-gapp = \"off\"", 2, "level-gapp"),
        ("[rules]\r\n\r\nlevel-gap = \"laut\"", 3, "level-gap"),
        ("[level]\ngranularity = \"word\"", 2, "granularity"),
        ("[level]\ngranularty = \"point\"", 2, "granularty"),
        ("[format]\nspaces = \"some\"", 2, "spaces"),
        ("[format]\nspace = \"add\"", 2, "space"),
        ("format = 3", 1, "[format]"),
        ("[synonyms]\n\"产供销\" = [\"过程\"]", 2, "synonyms.产供销"),
        ("[status]\n\"上线\" = [\"已上线\"]", 2, "status.上线"),
        ("# 😀\nprofile = \"standard", 2, "capplan.toml"),
    ];
    for (text, line, key) in mistakes {
        let folder =
            Folder::new("错设置", &[("capplan.toml", text.as_bytes()), ("a.plan.yaml", WRONG.as_bytes())]);
        for locale in ["zh", "en"] {
            let run = run(&["check", "--locale", locale, &folder.path("a.plan.yaml")]);
            let place = format!("{}:{line}", folder.path("capplan.toml"));
            assert_eq!(run.code, 2, "{text}");
            assert!(run.err.contains(&place) && run.err.contains(key), "{text}: {}", run.err);
            assert!(run.out.contains("CL9"), "{text}: the plans are checked all the same");
        }
    }
}

#[test]
fn a_rule_whose_name_is_nearly_right_is_named() {
    let toml = "[rules]\r\nlevel-gapp = \"off\"\r\n等级差距 = \"off\"\r\n\"😀\" = \"off\"\r\n";
    let toml = toml.replace("等级差距", "\"等级差距\"");
    let folder =
        Folder::new("错规则", &[("capplan.toml", toml.as_bytes()), ("a.plan.yaml", WRONG.as_bytes())]);
    for (locale, told) in
        [("zh", "level-gapp 的规则，是否应为 level-gap？"), ("en", "level-gapp; did you mean level-gap?")]
    {
        let run = run(&["check", "--locale", locale, &folder.path("a.plan.yaml")]);
        assert_eq!(run.err.matches(told).count(), 1, "{}", run.err);
        let asked = run.err.lines().filter(|line| line.contains("是否应为") || line.contains("did you mean"));
        assert_eq!(asked.count(), 1, "nothing is near to the others: {}", run.err);
    }
}
