//! What plans say, in either surface, for comparing them.

use capplan_analysis::model::Entity;
use capplan_analysis::workspace::Workspace;

/// A text without white space and the marks by which the surfaces join lines and lists.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn facts(entity: &Entity) -> Vec<String> {
    let mut facts = vec![format!("{:?} {}", entity.kind, entity.title())];
    let mut fields: Vec<String> = Vec::new();
    for field in &entity.fields {
        use capplan_analysis::schema::FieldKey;
        if matches!(field.key, FieldKey::Level | FieldKey::Current | FieldKey::Target) {
            continue;
        }
        let set = match capplan_analysis::schema::field(entity.kind, field.key).map(|field| field.ty) {
            Some(capplan_analysis::schema::Type::Term(set) | capplan_analysis::schema::Type::Terms(set)) => {
                Some(set)
            }
            _ => None,
        };
        let words: Vec<String> = field
            .words
            .iter()
            .map(|word| {
                let terms = capplan_analysis::standard::standard().terms();
                let term = set.and_then(|set| terms.lookup(set, &word.text).term());
                term.map_or_else(|| squeezed(&word.text), |term| term.key.to_owned())
            })
            .collect();
        fields.push(format!("{:?} = {words:?}", field.key));
    }
    fields.sort();
    fields.dedup();
    facts.extend(fields);
    let level =
        |level: &Option<capplan_analysis::model::LevelField>| level.as_ref().map(|level| level.level.code());
    facts.push(format!("{:?} {:?}", level(&entity.level.current), level(&entity.level.target)));
    for measure in &entity.measures {
        let citations: Vec<String> = measure.citations.iter().map(ToString::to_string).collect();
        let mut rest: Vec<String> = measure
            .fields
            .iter()
            .filter(|field| {
                use capplan_analysis::schema::FieldKey;
                !matches!(field.key, FieldKey::Text | FieldKey::Clause | FieldKey::Status)
            })
            .map(|field| format!("{:?} {}", field.key, squeezed(&field.text())))
            .collect();
        rest.sort();
        facts.push(format!(
            "{:?} {} {citations:?} {:?} {:?} {rest:?}",
            measure.aspect,
            squeezed(&measure.text.text),
            measure.status,
            measure.waiver.as_ref().map(|waiver| waiver.reason.as_ref().map(|reason| squeezed(&reason.text))),
        ));
    }
    for record in &entity.records {
        let mut fields: Vec<String> = record
            .fields
            .iter()
            .map(|field| format!("{:?} {}", field.key, squeezed(&field.text())))
            .collect();
        fields.sort();
        facts.push(format!("{:?} {fields:?}", record.kind));
    }
    facts
}

/// What all entities of some plans say, places apart.
pub(crate) fn model(workspace: &mut Workspace, paths: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let mut plans: Vec<String> = Vec::new();
    for path in paths {
        let (set, document, _) = workspace.plan(path).unwrap_or_else(|| panic!("{path} is no plan"));
        for entity in set.all().filter(|entity| entity.key.file == document.file) {
            let facts = facts(entity);
            if entity.key.is_plan() { plans.extend(facts) } else { found.push(facts.join("\n  ")) }
        }
    }
    plans.sort();
    plans.dedup();
    found.sort();
    plans.extend(found);
    plans
}

/// The levels and profiles of some plans.
pub(crate) fn levels(workspace: &mut Workspace, paths: &[String]) -> Vec<String> {
    let mut found: Vec<String> = paths
        .iter()
        .flat_map(|path| workspace.levels(path))
        .map(|level| {
            format!(
                "{} {:?} {:?} {:?} {:?}",
                level.id, level.kind, level.target, level.current, level.profile
            )
        })
        .collect();
    found.sort();
    found
}

/// What is found in some plans.
pub(crate) fn findings(workspace: &mut Workspace, paths: &[String]) -> Vec<String> {
    let mut found: Vec<String> = paths
        .iter()
        .flat_map(|path| workspace.findings(path))
        .map(|finding| {
            format!(
                "{} {:?} {} {:?}",
                finding.rule,
                finding.severity,
                squeezed(&finding.message),
                finding.clauses
            )
        })
        .collect();
    found.sort();
    found
}
