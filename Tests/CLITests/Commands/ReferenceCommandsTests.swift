import CLI
import Domain
import Testing

@Suite struct ReferenceCommandsTests {
  @Test(arguments: ["cà phê", "ca phe", "CÀ PHÊ", "coffee"])
  func aConceptIsFoundByItsWords(_ term: String) throws {
    let concepts = try Tool.ready().json("lexicon", "show", term).elements ?? []
    #expect(concepts.contains { $0["id"] == "coffee" })
  }

  @Test func theLexiconIsListed() throws {
    let tool = try Tool.ready()
    let page = try tool.json("lexicon", "list", "--all")
    #expect((page["items"]?.elements ?? []).count > 500)
    #expect(page["total"] == JSON(page["items"]?.elements?.count))
    #expect(tool.run("lexicon", "show", "không có từ này").code == .noInput)
  }

  @Test func codesHaveTheirLabels() throws {
    let tool = try Tool()
    let fields = try tool.json("codes", "fields")["fields"]?.elements ?? []
    #expect(fields.count == Field.allCases.count)
    #expect(fields.first?["vi"] == "Nông nghiệp")
    let provinces = try tool.json("codes", "provinces")["provinces"]?.elements ?? []
    #expect(provinces.count == 34)
    #expect(provinces.contains { $0["code"] == "66" && $0["vi"] == "Đắk Lắk" })
    #expect(!provinces.contains { $0["vi"] == "Phú Yên" })
  }

  @Test func theDescriptionOfTheAPIIsJSON() throws {
    let printed = try Tool().run("openapi")
    #expect(printed.code == .ok)
    let document = try JSONParser.parse(printed.output)
    #expect(document["openapi"]?.text?.hasPrefix("3.1") == true)
    #expect(document["paths"]?["/api/v1/problems/{id}/matches"] != nil)
  }

  @Test func anUnknownListIsSuggested() throws {
    let outcome = try Tool().run("codes", "feilds")
    #expect(outcome.code == .usage)
    #expect(outcome.errors.contains("did you mean 'fields'?"))
  }
}
