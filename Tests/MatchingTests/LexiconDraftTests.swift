import Domain
import Matching
import Testing

/// What is wrong with additions to the sample lexicon, in which arabica is coffee is a crop.
@Suite struct LexiconDraftTests {
  private static func faults(_ additions: ConceptEntry...) -> [[Fault]] {
    let draft = LexiconDraft(Samples.lexicon, with: additions)
    return additions.map { draft.faults(of: $0) }
  }

  static func entry(
    _ id: String, _ vi: [String]? = nil, _ en: [String]? = nil, broader: [String] = [],
    related: [String] = [], code: String? = nil
  ) -> ConceptEntry {
    ConceptEntry(
      id: id, vi: vi ?? ["khái niệm \(id)"], en: en ?? ["concept \(id)"], broader: broader,
      related: related, code: code)
  }

  @Test(arguments: [
    entry("leaf_rust", broader: ["coffee"], related: ["early_warning"]),
    entry("coffee", ["cà phê nhân"], []), entry("coffee", ["ca phe"], []), entry("x", ["bo"]),
    entry("coffee", [], [], broader: ["digital_transformation"]),
    entry("ai", ["ai trợ giúp"], [], code: "technology:ai"),
    entry("coffee", ["CÀ PHÊ", "cà phê xô"], ["coffee"], broader: ["crop"]),
  ])
  func takesWhatFits(_ entry: ConceptEntry) {
    #expect(Self.faults(entry) == [[]])
    let lexicon = Samples.lexicon.extended(by: [entry])
    #expect(
      lexicon.concept(entry.id)?.vi.holds(entry.vi.last ?? "khái niệm") ?? false || entry.vi.isEmpty
    )
  }

  typealias Row = (ConceptEntry, [Fault])

  static let refused: [Row] = [
    (entry("x", []), [Fault("/vi", .missing)]),
    (entry("x", ["cây cà phê"]), [Fault("/vi/0", .clash, found: "cây cà phê", accepted: "coffee")]),
    (entry("x", ["Cây Cà Phê"]), [Fault("/vi/0", .clash, found: "Cây Cà Phê", accepted: "coffee")]),
    (
      entry("x", nil, ["tracks and traces"]),
      [Fault("/en/0", .clash, found: "tracks and traces", accepted: "traceability")]
    ),
    (
      entry("x", ["cay ca phe"]),
      [Fault("/vi/0", .clash, found: "cay ca phe", accepted: "coffee")]
    ),
    (
      entry("x", nil, ["Ca Phe"]), [Fault("/en/0", .clash, found: "Ca Phe", accepted: "coffee")]
    ),
    (entry("coffee", ["bò"], []), [Fault("/vi/0", .clash, found: "bò", accepted: "cattle")]),
    (
      entry("x", ["và của"]),
      [Fault("/vi/0", .badFormat, found: "và của", accepted: "truy xuất nguồn gốc")]
    ),
    (entry("x", nil, ["—"]), [Fault("/en/0", .badFormat, found: "—", accepted: "traceability")]),
    (entry("x", broader: ["unheard_of"]), [Fault("/broader/0", .notFound, found: "unheard_of")]),
    (entry("x", broader: ["x"]), [Fault("/broader/0", .cycle, found: "x → x", accepted: "x")]),
    (
      entry("crop", [], [], broader: ["arabica"]),
      [Fault("/broader/0", .cycle, found: "crop → arabica → coffee → crop", accepted: "crop")]
    ),
    (
      entry("coffee", [], [], broader: ["livestock", "forest"]),
      [Fault("/broader", .tooMany, found: "3", accepted: "≤ 2")]
    ),
    (entry("x", related: ["x"]), [Fault("/related/0", .alreadyLinked, found: "x", accepted: "x")]),
    (
      entry("x", broader: ["arabica"], related: ["crop"]),
      [Fault("/related/0", .alreadyLinked, found: "crop", accepted: "x")]
    ),
    (
      entry("crop", [], [], related: ["arabica"]),
      [Fault("/related/0", .alreadyLinked, found: "arabica", accepted: "crop")]
    ),
    (entry("x", related: ["unheard_of"]), [Fault("/related/0", .notFound, found: "unheard_of")]),
    (
      entry("ai", [], [], code: "technology:iot"),
      [Fault("/code", .readOnly, found: "technology:iot", accepted: "technology:ai")]
    ),
    (
      entry("x", ["bò", "rừng"], broader: ["unheard_of"]),
      [
        Fault("/vi/0", .clash, found: "bò", accepted: "cattle"),
        Fault("/vi/1", .clash, found: "rừng", accepted: "forest"),
        Fault("/broader/0", .notFound, found: "unheard_of"),
      ]
    ),
  ]

  @Test(arguments: refused)
  func saysWhatDoesNotFit(_ entry: ConceptEntry, _ faults: [Fault]) {
    #expect(Self.faults(entry) == [faults])
    #expect(Samples.lexicon.extended(by: [entry]).concepts == Samples.lexicon.concepts)
  }

  @Test func manyFormsAreTooManyOnlyTogether() {
    let forms = (0..<19).map { "cà phê số \($0)" }
    #expect(
      Self.faults(Self.entry("coffee", forms, []))
        == [[Fault("/vi", .tooMany, found: "21", accepted: "≤ 20")]])
    #expect(Self.faults(Self.entry("coffee", Array(forms.dropLast()), [])) == [[]])
  }

  @Test func additionsMayNameEachOther() {
    #expect(
      Self.faults(Self.entry("a", broader: ["b"]), Self.entry("b", related: ["coffee"])) == [
        [], [],
      ])
    #expect(
      Self.faults(Self.entry("a", ["hạt"]), Self.entry("b", ["hạt"]))
        == [[], [Fault("/vi/0", .clash, found: "hạt", accepted: "a")]])
    #expect(
      Self.faults(Self.entry("a", ["hạt nâu"]), Self.entry("b", ["hat nau"]))
        == [[], [Fault("/vi/0", .clash, found: "hat nau", accepted: "a")]])
  }

  @Test func aCircleNamesItsWholeWay() {
    let found = Self.faults(
      Self.entry("a", broader: ["b"]), Self.entry("b", broader: ["c"]),
      Self.entry("c", broader: ["a"])
    ).map { $0.first?.found }
    #expect(found == ["a → b → c → a", "b → c → a → b", "c → a → b → c"])
  }

  @Test func fiveLevelsAreEnough() {
    let below = Self.entry("l4", broader: ["arabica"])
    #expect(Self.faults(below, Self.entry("l5", broader: ["l4"])) == [[], []])
    let faults = Self.faults(
      below, Self.entry("l5", broader: ["l4"]), Self.entry("l6", broader: ["l5"]))
    let chain = "l6 → l5 → l4 → arabica → coffee → crop"
    let fault = Fault("/broader", .tooDeep, found: chain, accepted: "≤ 5")
    #expect(faults == [[fault], [fault], [fault]])
    let above = Self.faults(
      Self.entry("top"), Self.entry("l4", broader: ["arabica"]),
      Self.entry("l5", broader: ["l4"]), Self.entry("crop", [], [], broader: ["top"]))
    #expect(above.last?.first?.found == "l5 → l4 → arabica → coffee → crop → top")
  }

  @Test func aNewLinkUpMayReachARelatedConcept() {
    let found = Self.faults(
      Self.entry("a", broader: ["b"]), Self.entry("b", related: ["a"]))
    #expect(found[0] == [Fault("/broader", .alreadyLinked, found: "b", accepted: "a")])
  }

  @Test func whatDoesNotFitAnyMoreIsLeftOutWithWhatLeansOnIt() {
    let additions = [
      Self.entry("a", ["bò"]), Self.entry("b", broader: ["a"]), Self.entry("c"),
      Self.entry("coffee", ["cà phê xô"], []),
    ]
    let lexicon = Samples.lexicon.extended(by: additions)
    #expect(lexicon.concept("a") == nil)
    #expect(lexicon.concept("b") == nil)
    #expect(lexicon.concept("c") != nil)
    #expect(lexicon.concept("coffee")?.vi == ["cà phê", "cây cà phê", "cà phê xô"])
    #expect(lexicon.concepts.count == Samples.lexicon.concepts.count + 1)
  }

  @Test func everyLineThatIsShippedFitsItself() throws {
    let lexicon = Samples.lexicon
    let draft = LexiconDraft(lexicon, with: [])
    for concept in lexicon.concepts { #expect(draft.faults(of: concept.entry) == []) }
  }
}
