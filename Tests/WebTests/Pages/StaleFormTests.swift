import Domain
import HTTP
import Testing
import UseCases

/// Forms that were filled from a version that is over.
@Suite struct StaleFormTests {
  let scene: Scene
  var service: Service { scene.service }

  init() throws { scene = try Scene() }

  /// What somebody else has written meanwhile is overwritten by no second click, and what was typed
  /// is not lost.
  @Test func stepsOnWhatHasChangedAreRefusedAgainAndAgain() throws {
    let id = scene.id("open")
    let asked = try service.post(
      "/api/v1/problems/\(id)/questions", ["text": "Có điện lưới không?"],
      as: .member(scene.id("firm")))
    var (first, second) = (
      try PageBrowser(service, as: "canbo@example.vn", role: .dost), try PageBrowser(service)
    )
    try second.logIn("canbo@example.vn")
    let path = "/desk/questions/\(asked.id)"
    try first.open("/desk/questions")
    try second.open("/desk/questions")
    try first.submit(path, ["answer": "Có, một pha."])
    for _ in 0...1 {
      let stale = try second.submit(path, ["answer": "Không có điện."])
      #expect(stale.status == 412)
      #expect(stale.text.contains("Không có điện.") && stale.text.contains("Có, một pha."))
    }
    let problem = "/desk/problems/" + id
    let step = problem + "/step"
    try first.open(problem)
    try second.open(problem)
    let words = ["deadline": "2026-12-01T17:00", "reason": "Cần thêm thời gian"]
    try first.submit(step, words.merging(["act": "extend"]) { $1 })
    #expect(first.target.contains("done="), "\(first.target)")
    for _ in 0...1 {
      let stale = try second.submit(step, words.merging(["act": "extend"]) { $1 })
      #expect(stale.status == 412)
      #expect(stale.text.contains("Bản ghi đã được sửa trong lúc này"))
    }
  }
}
