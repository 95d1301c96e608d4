import Domain
import HTTP
import Testing
import UseCases

/// Forms that only ask, and addresses: what cannot be taken is told beside the form that asked.
@Suite struct RefusedQueryTests {
  let scene: Scene
  var service: Service { scene.service }

  init() throws { scene = try Scene() }

  @Test func swappedDaysComeBackInTheirFields() throws {
    var browser = try PageBrowser(service, as: "canbo@example.vn", role: .dost)
    let page = try browser.open("/desk/reports?from=2026-05-10&to=2026-05-01")
    #expect(page.status == 422)
    for kept in ["value=\"2026-05-10\"", "value=\"2026-05-01\""] {
      #expect(page.text.contains(kept), "\(kept)")
    }
    #expect(page.text.contains("href=\"#by-to\">Đến ngày: Giá trị 01/05/2026 không được nhận"))
    #expect(page.text.contains("id=\"by-to-fault\"") && page.text.contains("aria-invalid=\"true\""))
    #expect(!page.text.contains("id=\"by-from-fault\""))
    // A file has no place for a fault, nor has a program's question.
    let file = try browser.open("/desk/reports?from=2026-05-10&to=2026-05-01&format=csv")
    #expect(file.status == 422 && file.headers["Content-Type"]?.hasPrefix("text/html") == true)
    #expect(file.text.contains("id=\"by-to-fault\""))
  }

  @Test(arguments: [
    ("/desk/audit?since=abc&actor=account", "since", "value=\"account\""),
    ("/organisations?q=" + String(repeating: "x", count: 201), "q", "class=\"hits\""),
    ("/problems?sort=size", "sort", "class=\"hits\""),
    ("/desk/problems?status=lost", "status", "id=\"results\""),
    ("/organisations?wherever=1", "wherever", "class=\"hits\""),
  ])
  func aListIsShownWithoutWhatItCannotTake(_ path: String, _ name: String, _ rest: String) throws {
    var browser = try PageBrowser(service, as: "canbo@example.vn", role: .dost)
    let page = try browser.open(path)
    #expect(page.status == 422)
    #expect(page.text.contains("id=\"faults\""))
    #expect(page.text.contains(rest), "\(page.text.prefix(3000))")
    if ["since", "q"].contains(name) {
      #expect(page.text.contains("href=\"#by-\(name)\"") && page.text.contains("id=\"by-\(name)\""))
    }
  }

  @Test func whatIsNoPageIsRefusedAsBefore() throws {
    var visitor = try PageBrowser(service)
    let refused = try visitor.open("/language?to=fr&back=/")
    #expect(refused.status == 422 && visitor.target.hasPrefix("/language"))
    #expect(try visitor.open("/desk/audit?since=abc").status == 200)
    #expect(visitor.target.hasPrefix("/login"), "nobody learns of a page by its faults")
  }
}
