import Testing

/// Whoever has solved a problem of the demonstration is first in its list, however much of the
/// problem's wording such a firm shares: it describes the same matter.
struct DemoListsTests {
  @Test(arguments: [
    ("demo-prob-02", "demo-org-006"),
    ("demo-prob-05", "demo-org-013"),
    ("demo-prob-07", "demo-org-018"),
    ("demo-prob-08", "demo-org-021"),
    ("demo-prob-11", "demo-org-029"),
    ("demo-prob-12", "demo-org-032"),
    ("demo-prob-13", "demo-org-034"),
    ("demo-prob-15", "demo-org-039"),
    ("demo-prob-24", "demo-org-061"),
    ("demo-prob-27", "demo-org-069"),
    ("demo-prob-31", "demo-org-078"),
    ("demo-prob-32", "demo-org-080"),
    ("demo-prob-33", "demo-org-082"),
  ])
  func whoHasSolvedItIsFirst(_ problem: String, _ firm: String) throws {
    let statement = try #require(DemoRegister.statements[problem])
    #expect(DemoRegister.ranking(statement).first == firm)
  }
}
