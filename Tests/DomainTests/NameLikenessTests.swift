import Domain
import Testing

@Suite struct NameLikenessTests {
  @Test(arguments: [
    ("Công ty TNHH Rẫy Số", "Cty Ray So", 0.6), ("Công ty Cổ phần Rẫy Số", "RẪY SỐ", 1),
    ("CTCP Rẫy Số", "Công ty TNHH một thành viên Ray So", 1),
    ("Hợp tác xã nông nghiệp Ea Kao", "HTX Nông Nghiệp EaKao", 1),
    ("Agritech Tây Nguyên", "Agritek Tay Nguyen", 0.6),
  ]) func theSameNameIsKnownAgain(_ left: String, _ right: String, _ least: Double) {
    let (one, other) = (NameLikeness(left), NameLikeness(right))
    #expect(one.likeness(to: other) >= least, "\(one.likeness(to: other))")
    #expect(one.likeness(to: other) == other.likeness(to: one))
    #expect(!one.keys.isDisjoint(with: other.keys))
  }

  @Test(arguments: [
    ("Công ty TNHH Rẫy Số", "Công ty TNHH Cà Phê Mới"), ("Công ty Cổ phần A", "Công ty Cổ phần B"),
    ("", "Rẫy Số"),
  ]) func otherNamesAreNot(_ left: String, _ right: String) {
    #expect(NameLikeness(left).likeness(to: NameLikeness(right)) < 0.5)
  }

  @Test func aNameOfNothingButItsLegalFormStaysAsItIs() {
    #expect(NameLikeness("Công ty Cổ phần").likeness(to: NameLikeness("Cong ty co phan")) == 1)
    #expect(NameLikeness("").keys.isEmpty && NameLikeness(" - ").keys.isEmpty)
    #expect(NameLikeness(String(repeating: "a b c d ", count: 40)).keys.count <= 8)
  }

  private func candidate(
    _ name: String, code: String? = nil, province: String? = "66"
  ) -> PossibleDuplicate.Candidate {
    PossibleDuplicate.Candidate(
      id: ID("x"), name: name, nameEN: nil, taxCode: code, province: province, status: .verified)
  }

  @Test func whatTwoRecordsHaveInCommonIsSaid() {
    var own = OrganisationProfile(kind: .startup, name: "Rẫy Số")
    own.province = "66"
    own.taxCode = "0100233488"
    func why(_ other: PossibleDuplicate.Candidate) -> PossibleDuplicate.Reason? {
      PossibleDuplicate(own, other)?.why
    }
    #expect(why(candidate("Khác", code: "0100233488")) == .taxCode)
    #expect(why(candidate("Khác", code: "0100233488-001")) == .branch)
    #expect(why(candidate("Công ty Rẫy Số")) == .nameAndPlace)
    #expect(why(candidate("Công ty Rẫy Số", province: nil)) == .nameAndPlace)
    #expect(why(candidate("Công ty Rẫy Số", province: "01")) == .name)
    #expect(why(candidate("Rẫy Số Việt", province: "01")) == nil)
    #expect(why(candidate("Khác hẳn")) == nil)
    var ofSamePerson = candidate("Khác hẳn", province: "01")
    ofSamePerson.isOfSamePerson = true
    #expect(why(ofSamePerson) == .personalID)
  }
}
