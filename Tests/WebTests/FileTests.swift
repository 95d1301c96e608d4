import Domain
import HTTP
import Testing

@Suite struct FileTests {
  let scene: Scene
  var service: Service { scene.service }
  var firm: Caller { .member(scene.id("firm")) }

  init() throws { scene = try Scene() }

  private func upload(
    _ bytes: [UInt8], type: String = "application/pdf", query: String = "?name=ke%20hoach.pdf",
    as caller: Caller? = nil, headers: [(String, String)] = []
  ) throws -> Reply {
    var fields = headers + [("Content-Type", type)]
    if let secret = try service.secret(of: caller ?? firm) {
      fields.append(("Authorization", "Bearer " + secret))
    }
    let reply = Reply(
      try service.client.send(.POST, "/api/v1/files" + query, headers: fields, body: bytes))
    #expect(Contract.published.faults(of: reply, to: .POST, "/api/v1/files") == [])
    return reply
  }

  @Test(arguments: FileType.allCases) func aFileIsHandedInAndOut(_ type: FileType) throws {
    let bytes = SampleFiles.bytes(type)
    let made = try upload(bytes, type: type.rawValue, query: "?name=K%E1%BA%BF%20ho%E1%BA%A1ch")
    #expect(made.status == 201)
    #expect(made.json["name"] == .string("Kế hoạch." + type.extensions[0]))
    let path = "/api/v1/files/\(made.id)"
    #expect(made.headers["Location"] == path)
    let shown = try service.get(path, as: firm)
    #expect(shown.json == made.json && shown.tag == made.tag)
    let content = try service.get(path + "/content", as: firm)
    #expect(content.body == bytes)
    #expect(content.headers["Content-Type"] == type.rawValue)
    #expect(
      content.headers["Content-Disposition"]
        == "attachment; filename=\"K_ ho_ch.\(type.extensions[0])\"; "
        + "filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.\(type.extensions[0])")
    #expect(content.headers["Content-Security-Policy"] == "default-src 'none'; sandbox")
    #expect(content.headers["X-Content-Type-Options"] == "nosniff")
    #expect(content.headers["Cache-Control"] == "private, no-store")
  }

  @Test func theNameMayComeAsDisposition() throws {
    for (value, name) in [
      ("attachment; filename=\"a b.pdf\"", "a b.pdf"),
      ("attachment; filename=\"x.pdf\"; filename*=UTF-8''%C4%90%E1%BB%81.pdf", "Đề.pdf"),
      ("attachment; filename=..\\..\\x.pdf", "x.pdf"),
    ] {
      let made = try upload(
        SampleFiles.bytes(.pdf), query: "", headers: [("Content-Disposition", value)])
      #expect(made.json["name"] == .string(name))
    }
    #expect(try upload(SampleFiles.bytes(.pdf), query: "").faults == ["/name missing"])
  }

  @Test func othersDoNotKnowOfIt() throws {
    let made = try upload(SampleFiles.bytes(.pdf))
    for suffix in ["", "/content"] {
      let path = "/api/v1/files/\(made.id)\(suffix)"
      for (caller, status) in [
        (firm, 200), (.dost, 404), (.admin, 404), (.anonymous, 404), (.reviewer, 404),
        (.member(scene.id("other")), 404),
      ] as [(Caller, Int)] {
        #expect(try service.get(path, as: caller).status == status)
      }
    }
    #expect(try upload(SampleFiles.bytes(.pdf), as: .anonymous).status == 401)
    #expect(try upload(SampleFiles.bytes(.pdf), as: .reviewer).status == 403)
  }

  @Test func whatItIsNotIsRefused() throws {
    #expect(try upload(Array("hello".utf8)).faults == ["/content not_accepted"])
    #expect(
      try upload(SampleFiles.bytes(.png)).faults == ["/Content-Type not_accepted"])
    #expect(try upload([]).faults == ["/content missing"])
    #expect(try upload(SampleFiles.bytes(.pdf), query: "?nam=x").status == 422)
  }

  @Test func onlyFilesMayBeLarge() throws {
    func pdf(_ count: Int) -> [UInt8] {
      let (start, end) = (Array("%PDF-1.7\n".utf8), Array("\nstartxref\n9\n%%EOF\n".utf8))
      return start + [UInt8](repeating: 0x20, count: count - start.count - end.count) + end
    }
    let made = try upload(pdf(2_500_000))
    #expect(made.status == 201, "\(made.text)")
    let content = try service.client.send(
      .GET, "/api/v1/files/\(made.id)/content",
      headers: [("Authorization", "Bearer " + (try service.secret(of: firm) ?? ""))])
    #expect(content.body == pdf(2_500_000))
    // So much too large that it is refused before it is sent.
    let connection = try service.client.connect()
    connection.send(
      "POST /api/v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\n"
        + "Content-Length: 30000000\r\n\r\n")
    #expect(try connection.receive().status == 413)
    let other = try service.client.send(
      .POST, "/api/v1/match", headers: [("Content-Type", "application/json")],
      body: [UInt8](repeating: 0x20, count: 1_200_000))
    #expect(other.status == 413)
  }

  /// Neither that a file was handed in nor when is anybody's business.
  @Test func logAndMetricsDoNotTell() throws {
    let made = try upload(SampleFiles.bytes(.pdf), query: "?name=planted-91c.pdf")
    _ = try service.get("/api/v1/files/\(made.id)", as: firm)
    #expect(!(try service.get("/metrics").text.contains("/files")))
    for line in service.log {
      #expect(!line.contains("files") && !line.contains("planted-91c") && !line.contains(made.id))
    }
  }
}
