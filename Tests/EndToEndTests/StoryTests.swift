import Domain
import FoundationEssentials
import Processes
import Testing

/// The whole life of a problem, told by the executable itself through its public API.
@Suite struct StoryTests {
  @Test func aProblemIsSolvedFromTheFirstAccountToTheLastMilestone() throws {
    let folder = try Folder()
    let program = Executable(folder: folder)
    let told = try program.json("demo", "--story")
    let steps = told["steps"]?.elements ?? []
    #expect(steps.count == 13, "\(steps.map(\.compact))")
    for (index, step) in steps.enumerated() {
      #expect(step["vi"]?.text?.hasPrefix("\(index + 1). ") == true)
      #expect(step["en"]?.text?.hasPrefix("\(index + 1). ") == true)
    }
    #expect(
      !FileManager.default.fileExists(atPath: folder.path("test.sqlite")), "it keeps to itself")
  }
}
