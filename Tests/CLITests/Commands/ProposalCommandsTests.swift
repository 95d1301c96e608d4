import CLI
import Domain
import Testing

@Suite struct ProposalCommandsTests {
  @Test func thereAreOnlyTheStepsOfAnOfficer() {
    let steps = Set(Innoreg.program.leaves.filter { $0.path.first == "proposal" }.map(\.path[1]))
    #expect(
      steps == [
        "list", "show", "open", "verify-receipt", "admit", "reject", "shortlist", "select",
        "decline",
      ])
  }

  @Test func anEmptyRegisterHasNone() throws {
    let tool = try Tool.ready()
    #expect(try tool.json("proposal", "list")["total"] == 0)
    #expect(tool.run("proposal", "show", "nothing").code == .noInput)
    #expect(tool.run("proposal", "admit", "nothing").code == .noInput)
  }
}
