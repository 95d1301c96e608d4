import Domain
import HTML
import HTTP
import UseCases

/// A page before it stands in the frame that all pages share.
struct WebPage {
  /// What it is called, in the title bar and as its heading.
  let title: String
  /// A line under the heading, if any.
  var lead: String?
  /// The path of pages above it, the highest first.
  var trail: [(path: String, name: String)] = []
  /// Whether the contents take the whole width, as tables of work do.
  var isWide = false
  /// Other forms of the same contents, for `<link rel="alternate">`.
  var alternates: [(path: String, type: MediaType, name: String)] = []
  /// The contents.
  var contents: [Node]

  /// A page with its contents.
  init(_ title: String, lead: String? = nil, @Markup contents: () -> [Node]) {
    self.title = title
    self.lead = lead
    self.contents = contents()
  }
}

extension Visit {
  /// The page in its frame, as an answer.
  func show(_ page: WebPage, status: Status = .ok) -> Response {
    .bytes(Renderer.page(frame(holdingVersion(page))), type: .html, status: status)
  }

  private func frame(_ page: WebPage) -> Node {
    html(.lang(language.rawValue)) {
      head {
        meta(.attribute("charset", "utf-8"))
        meta(.name("viewport"), .attribute("content", "width=device-width, initial-scale=1"))
        meta(.name("color-scheme"), .attribute("content", "light dark"))
        HTML.title(text: "\(page.title) · \(say("page.site"))")
        link(.rel("stylesheet"), .href(StaticFile.style.path))
        link(.rel("icon"), .type("image/svg+xml"), .href(StaticFile.icon.path))
        for other in page.alternates {
          link(
            .rel("alternate"), .type(other.type.essence), .title(other.name), .href(other.path))
        }
        script(.src(StaticFile.script.path), .flag("defer"))
      }
      body {
        a(.class("skip"), .href("#main"), text: say("page.skip"))
        banner
        main(.id("main"), .class(page.isWide ? "wide" : "")) {
          trail(page.trail)
          done
          h1 { text(page.title) }
          page.lead.map { lead in p(.class("lead")) { text(lead) } }
          queryFaults
          page.contents
        }
        foot
      }
    }
  }

  private var banner: Node {
    header(.class("banner")) {
      div(.class("bar")) {
        a(.class("brand"), .href("/")) { strong(text: say("page.brand")) }
        form(.class("find"), .role("search"), .action("/search")) {
          label(.class("hidden"), .for("q"), text: say("search.label"))
          input(
            .id("q"), .name("q"), .type("search"), .value(request.query["q"] ?? ""),
            .attribute("maxlength", "200"), .attribute("placeholder", say("search.placeholder")),
            .attribute("autocomplete", "off"), .data("suggest", "/search/suggestions"))
          button(text: say("search.button"))
        }
        personal
      }
      // The stylesheet shows one of the two: folded on narrow screens, at hand on wide ones.
      details(.class("menus folded")) {
        summary(text: say("nav.menu"))
        menus
      }
      div(.class("menus")) { menus }
    }
  }

  /// The menu for everybody and that of the visitor.
  private var menus: Node {
    let own = Navigation.own(of: actor, person, kind)
    return .group([
      menu(Navigation.open, say("nav.open")),
      own.isEmpty
        ? .nothing : menu(own, say("nav.own"), Navigation.folded(of: actor, person)),
    ])
  }

  private var personal: Node {
    let other: Language = language == .vi ? .en : .vi
    let back = Query([("to", other.rawValue), ("back", request.rawPath + querySuffix)])
    return div(.class("personal")) {
      a(
        .href("/language?" + back.encoded), .lang(other.rawValue),
        .attribute("hreflang", other.rawValue), .rel("nofollow"),
        text: site.messages("page.language", other))
      if let person {
        a(.href("/notifications"), text: say("nav.notifications"))
        a(.href("/account"), text: person.account.name)
        postForm("/logout", .class("inline")) { button(.class("plain"), text: say("nav.logout")) }
      } else {
        a(.href("/login"), text: say("nav.login"))
        a(.class("button"), .href("/register"), text: say("nav.register"))
      }
    }
  }

  private var querySuffix: String {
    request.query.items.isEmpty ? "" : "?" + request.query.encoded
  }

  private func menu(
    _ items: [Navigation.Item], _ name: String, _ folded: [Navigation.Item] = []
  ) -> Node {
    let current = (items + folded).filter { $0.leads(to: request.rawPath) }
      .max { $0.path.utf8.count < $1.path.utf8.count }
    return nav(.aria("label", name)) {
      ul {
        for item in items { entry(item, current) }
        if !folded.isEmpty {
          li(.class("group")) {
            details { foldedMenu(folded, current.flatMap { folded.contains($0) ? $0 : nil }) }
          }
        }
      }
    }
  }

  /// Entries that unfold; their name says which of them the page stands below.
  @Markup private func foldedMenu(
    _ items: [Navigation.Item], _ current: Navigation.Item?
  ) -> [Node] {
    if let current {
      summary(.aria("current", "true"), text: say("nav.admin") + ": " + say(current.key))
    } else {
      summary(text: say("nav.admin"))
    }
    ul { for item in items { entry(item, current) } }
  }

  private func entry(_ item: Navigation.Item, _ current: Navigation.Item?) -> Node {
    li {
      if item == current {
        a(.href(item.path), .aria("current", "page"), text: say(item.key))
      } else {
        a(.href(item.path), text: say(item.key))
      }
    }
  }

  private func trail(_ pages: [(path: String, name: String)]) -> Node {
    guard !pages.isEmpty else { return .nothing }
    return nav(.class("trail"), .aria("label", say("nav.trail"))) {
      ol { for page in pages { li { a(.href(page.path)) { text(page.name) } } } }
    }
  }

  /// What has just been done, where a form has led here.
  private var done: Node {
    guard let key = request.query["done"], key.utf8.allSatisfy(Self.isKeyByte) else {
      return .nothing
    }
    let sentence = say("done.\(key)")
    guard sentence != "done." + key else { return .nothing }
    return p(.class("done"), .role("status"), text: sentence)
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private var foot: Node {
    footer {
      p(text: say("page.owner"))
      ul {
        li { a(.href("/statistics"), text: say("nav.statistics")) }
        li { a(.href("/openapi.json"), text: say("page.api")) }
        li { a(.href("/accessibility"), text: say("page.accessibility")) }
        li { a(.href("/privacy"), text: say("page.privacy")) }
      }
    }
  }
}
