import Domain
import FoundationEssentials
import HTTP
import Processes
import Testing

extension Browsing.Looking {
  /// The pictures of the main pages. They go into the folder that `INNOREG_SCREENSHOTS` names, as
  /// `./dev screenshots` does; without one they are only made.
  @Suite struct ScreenshotTests {
    /// A picture: its name, the page, who looks, and how.
    private struct Picture {
      let name: String
      let path: String
      var who = "anybody"
      var language = Language.vi
      var width = 1280
      var isDark = false
    }

    @Test func theMainPagesHaveTheirPictures() throws {
      let walks = try Walks.shared()
      func first(_ pattern: String, _ who: String) throws -> String {
        try #require(walks.walk(who).pages.first { $0.pattern == pattern }?.path, "\(pattern)")
      }
      let pictures = [
        Picture(name: "home", path: "/"),
        Picture(name: "home-en", path: "/", language: .en),
        Picture(name: "home-dark", path: "/", isDark: true),
        Picture(name: "home-390", path: "/", width: 390),
        Picture(name: "problems", path: "/problems?field=agriculture"),
        Picture(name: "problem", path: try first("/problems/{id}", "anybody")),
        Picture(name: "problem-390", path: try first("/problems/{id}", "anybody"), width: 390),
        Picture(name: "organisations", path: "/organisations"),
        Picture(name: "statistics", path: "/statistics"),
        Picture(name: "my-matches", path: "/my/matches", who: "startup"),
        Picture(name: "my-matches-390", path: "/my/matches", who: "startup", width: 390),
        Picture(name: "fund-startups-en", path: "/my/startups", who: "fund", language: .en),
        Picture(name: "cohort", path: try first("/my/cohorts/{id}", "incubator"), who: "incubator"),
        Picture(
          name: "shortlist", path: try first("/desk/problems/{id}/shortlist", "dost"), who: "dost"),
        Picture(
          name: "shortlist-dark", path: try first("/desk/problems/{id}/shortlist", "dost"),
          who: "dost", isDark: true),
        Picture(name: "desk", path: "/desk", who: "dost"),
        Picture(name: "queue", path: "/desk/queue", who: "dost"),
        Picture(
          name: "review-en", path: try first("/reviews/{id}", "reviewer"), who: "reviewer",
          language: .en),
      ]
      let folder = ProcessInfo.processInfo.environment["INNOREG_SCREENSHOTS"]
      var who: String?
      for picture in pictures {
        let visitor = try Visitor(
          walks.register.site,
          Setting(language: picture.language, runsScripts: true, width: picture.width),
          arrives: who != picture.who)
        if who != picture.who, let client = walks.register.people[picture.who] {
          try visitor.comeBack(client.person, to: "/")
        }
        who = picture.who
        try visitor.open("/language?to=\(picture.language.rawValue)&back=/")
        try visitor.look(
          width: picture.width, height: picture.width < 500 ? 844 : 900, isDark: picture.isDark)
        try visitor.open(picture.path)
        let encoded = try visitor.web.picture()
        let data = try #require(Data(base64Encoded: encoded))
        #expect(data.starts(with: [0x89, 0x50, 0x4E, 0x47]), "\(picture.name)")
        #expect((5_000..<200_000).contains(data.count), "\(picture.name): \(data.count) bytes")
        if let folder {
          try data.write(to: URL(filePath: "\(folder)/\(picture.name).png"))
        }
      }
    }
  }
}
