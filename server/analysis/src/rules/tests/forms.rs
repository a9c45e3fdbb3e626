use crate::fixture::check_rules;
use crate::rules::Profile;
use crate::standard::{TermSet, standard};
use crate::workspace::{Options, Workspace};

#[test]
fn viewpoints_fit_the_form_where_no_level_is_declared() {
    let rules = ["node-many-viewpoints", "combination-one-viewpoint"];
    check_rules(
        &rules,
        "
        //- plan.plan.md
        ## 能力：排产能力😀 {#NC-01}
        - 能力类型：能力节点
        - 视角：过程、对象
                ^^^^^^^^^^ node-many-viewpoints [warning]: 新型能力 NC-01 的能力类型为能力节点，主要视角有 2 个（过程、对象）；能力节点通常只属一个视角（6.4.2），请改其一，或写明“例外说明”
        ## 能力模块 CM-01 组合
        - 视角：过程
        - 能力模块类型：网络型
                        ^^^^^^ combination-one-viewpoint [warning]: 能力模块 CM-01 的能力模块类型为网络型，主要视角有 1 个（过程）；能力网络通常跨多个视角（6.4.4）
        ## 能力：有等级 {#NC-02}
        - 能力类型：能力节点
        - 视角：过程、对象
        - 等级：CL3
        ## 能力：等级读不出 {#NC-03}
        - 能力类型：能力节点
        - 视角：过程、对象
        - 等级：CL8
        ## 能力：例外 {#NC-04}
        - 能力类型：能力流
        - 视角：过程
        - 例外说明：客户侧 2026 年纳入
        ## 能力：只有当前等级 {#NC-05}
        - 能力类型：能力流
        - 当前等级：CL2
        - 视角：过程
                ^^^^ combination-one-viewpoint: （6.4.3）
        ## 能力单元 CU-01 单元不判断
        - 视角：过程、对象
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, form: node, viewpoint: [process, object]}
                                               ^^^^^^^^^^^^^^^^^ node-many-viewpoints: The form of the capability NC-01 is capability node, and it has 2 viewpoints (process, object): one is usual there (6.4.2)
          - {id: NC-02, form: ecosystem, viewpoint: partner}
                                                    ^^^^^^^ combination-one-viewpoint: several are usual there (6.4.5)
          - {id: NC-03, form: flow, viewpoint: [process, 生产]}
          - {id: NC-04, form: node, viewpoint: [process, 过程]}
          - {id: NC-05, form: 链, viewpoint: process}
        modules:
          - {id: CM-01, form: node, pattern: flow, viewpoint: process}
        ",
    );
}

#[test]
fn a_module_has_the_viewpoints_of_its_members() {
    check_rules(
        &["viewpoint-union-mismatch"],
        "
        //# profile=thorough
        //- plan.plan.md
        ## 能力模块 CM-01 订单到交付😀
        - 视角：过程、载体
                ^^^^^^^^^^ viewpoint-union-mismatch [hint]: 能力模块 CM-01 的主要视角与其成员合起来的视角（过程、对象）不一致，缺对象，多出载体（6.3.1）；请统一
        - 组成：CU-01、CU-02
        ## 能力模块 CM-02 一致
        - 视角：对象、过程
        - 组成：CU-01、CU-02
        ## 能力模块 CM-03 成员没有写
        - 视角：主体
        - 组成：CU-01、CU-03
        ## 能力模块 CM-04 悬空
        - 视角：主体
        - 组成：CU-01、CU-99
        ## 能力单元 CU-01 一
        - 视角：过程
        ## 能力单元 CU-02 二
        - 承载：NC-01
        ## 能力单元 CU-03 三
        ## 能力：服务 {#NC-01}
        - 视角：对象
        ",
    );
    check_rules(
        &["viewpoint-union-mismatch"],
        "
        //# profile=thorough locale=en
        //- plan.plan.yaml
        modules:
          - {id: CM-01, viewpoint: [process], members: [CM-02, CU-02]}
                                   ^^^^^^^^^ viewpoint-union-mismatch: The viewpoints of the module CM-01 are not those of its members together (process, object): object missing (6.3.1)
          - {id: CM-02, members: [CU-01]}
          - {id: CM-03, viewpoint: [process, 生产], members: [CU-01]}
          - {id: CM-04, viewpoint: object, members: [CU-03]}
        units:
          - {id: CU-01, viewpoint: process}
          - {id: CU-02, viewpoint: object}
          - {id: CU-03, viewpoint: [生产]}
        ",
    );
}

#[test]
fn a_lone_unit_carries_a_node() {
    check_rules(
        &["form-without-module"],
        "
        //# profile=thorough
        //- plan.plan.md
        ## 能力：排产能力😀 {#NC-01}
        - 能力类型：能力流
                    ^^^^^^ form-without-module [hint]: 新型能力 NC-01 的能力类型为能力流，却只由 CU-01 一个单元承载；单个单元承载的是能力节点（6.3.2），能力流由能力模块承载（6.3.3），请把它写进 CM-01 的“承载的新型能力”，或改能力类型
        ### 能力单元 CU-01 排产
        ## 能力：服务能力 {#NC-02}
        - 能力类型：能力流
        ### 能力单元 CU-02 服务
        ## 能力：节点 {#NC-03}
        - 能力类型：能力节点
        ### 能力单元 CU-03 节点
        ## 能力：两个单元 {#NC-04}
        - 能力类型：能力流
        ### 能力单元 CU-04 甲
        ### 能力单元 CU-05 乙
        ## 能力模块 CM-01 组合
        - 组成：CU-01、CU-02
        - 承载：NC-02
        ",
    );
    check_rules(
        &["form-without-module"],
        "
        //# profile=thorough locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, form: ecosystem, units: [{id: CU-01}]}
                              ^^^^^^^^^ form-without-module: The form of the capability NC-01 is capability ecosystem, but CU-01 alone carries it: a lone unit carries a capability node (6.3.2), a module carries a capability ecosystem (6.3.5); let a module carry it, or change the form
          - {id: NC-02, form: flow}
          - {id: ABC-03, form: flow, units: [{id: CU-03}]}
          - {id: NC-04, form: flow, units: [{id: CU-04}], capabilities: [{id: NC-05}]}
        modules:
          - {id: CM-01, carries: ABC-O3}
        ",
    );
}

#[test]
fn what_derives_from_networks_is_no_node() {
    check_rules(
        &["derived-capability-form"],
        "
        //# profile=thorough
        //- plan.plan.md
        ## 能力：台风应急响应能力😀 {#NC-01}
        - 能力类型：能力节点
                    ^^^^^^^^ derived-capability-form [hint]: 新型能力 NC-01（台风应急响应能力😀）的能力类型为能力节点；标准把应急响应列为能力网络可衍生的能力（6.4.4），请核对能力类型
        ## 能力：反脆弱能力 {#NC-02}
        - 能力形态：能力网络
                    ^^^^^^^^ derived-capability-form: （6.4.5）
        ## 能力：快速转产能力 {#NC-03}
        - 能力类型：能力网络
        ## 能力：快速转产能力 {#NC-04}
        - 视角：过程
        ## 能力：应急抢修协同能力 {#NC-05}
        - 能力类型：能力节点
        ## 能力：协同 {#NC-06}
        - 能力类型：能力网络
        ### 能力：应急响应能力 {#NC-06-1}
        - 能力类型：能力节点
        ## 能力：原始创新能力 {#NC-07}
        - 能力类型：能力节点
        ## 能力模块 CM-01 生态
        - 组合范式：生态型
        - 承载：NC-07
        ",
    );
    check_rules(
        &["derived-capability-form"],
        "
        //# profile=thorough locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, name: Emergency response, form: flow}
                                                        ^^^^ derived-capability-form: The form of the capability NC-01 (Emergency response) is capability flow: the standard lists emergency response among what a capability network may give rise to (6.4.4)
          - {id: NC-02, name: 应急响应, form: 链}
        ",
    );
}

/// The rules that speak of a form, by what stands around it and the form.
fn told(around: &str, form: &str) -> Vec<&'static str> {
    const CONCERNED: [&str; 8] = [
        "node-many-viewpoints",
        "combination-one-viewpoint",
        "form-scope-mismatch",
        "pattern-form-mismatch",
        "level-form-mismatch",
        "level-viewpoint-mismatch",
        "derived-capability-form",
        "form-without-module",
    ];
    let mut workspace = Workspace::new(Options { profile: Some(Profile::Thorough), ..Options::default() });
    workspace.open("/a.plan.yaml", None, &around.replace("FORM", form));
    let found = workspace.findings("/a.plan.yaml").into_iter().map(|finding| finding.rule);
    let mut rules: Vec<&str> = found.filter(|rule| CONCERNED.contains(rule)).collect();
    rules.sort_unstable();
    rules
}

#[test]
fn a_form_that_is_wrong_in_two_ways_is_told_once() {
    let forms = || standard().terms().of(TermSet::Form).iter().map(|term| term.name);
    let mut around = Vec::new();
    for name in ["排产😀", "台风应急响应", "反脆弱"] {
        for said in ["", ", level: CL2", ", level: CL4", ", deviation: 客户侧后纳入"] {
            for viewpoint in ["process", "[process, object]"] {
                for scope in ["", ", scope: scenario", ", scope: partners", ", scope: ecosystem"] {
                    let head =
                        format!("id: X-1, name: {name}{said}, viewpoint: {viewpoint}{scope}, form: FORM");
                    for units in
                        ["{id: CU-01, carries: X-1}", "{id: CU-01, carries: X-1}, {id: CU-02, carries: X-1}"]
                    {
                        around.push(format!("capabilities: [{{{head}}}]\nunits: [{units}]\n"));
                    }
                    for pattern in ["流程型", "网络型"] {
                        around.push(format!(
                            "modules: [{{{head}, pattern: {pattern}, members: [CU-01, CU-02]}}]\nunits: [{{id: CU-01}}, {{id: CU-02}}]\n"
                        ));
                    }
                }
            }
        }
    }
    let mut twice = Vec::new();
    for around in &around {
        let of: Vec<(&str, Vec<&str>)> = forms().map(|form| (form, told(around, form))).collect();
        for (form, found) in &of {
            // Another form that takes several findings away and brings none shows that they had one cause.
            let mended = of.iter().find(|(_, other)| {
                found.len() >= other.len() + 2 && other.iter().all(|rule| found.contains(rule))
            });
            twice.extend(mended.map(|(other, _)| format!("{form}, not {other}: {found:?}\n{around}")));
        }
        let any = of.iter().any(|(_, found)| !found.is_empty());
        assert!(any || around.contains("deviation"), "somebody speaks: {around}");
    }
    assert!(twice.is_empty(), "{}\n{}", twice.len(), twice[..twice.len().min(6)].join("\n"));
}
