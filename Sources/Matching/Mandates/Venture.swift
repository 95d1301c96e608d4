import Domain

/// Who asks for support: a startup, or for mentors any firm, as far as the asker may see it.
struct Venture: Sendable {
  let organisation: ID<Organisation>
  let document: Document
  let stage: Stage?
  /// What it wants to raise; nil where that is not known or not for the asker.
  let raisingVND: Int64?
  let province: String?
  let legal: CodeSet<LegalClass>
  let fields: CodeSet<Field>
  let technologies: CodeSet<Technology>

  /// Takes the profile as the asker may see it: what is left out there has no part
  ///   in the match, so that no answer tells anything of it.
  init(_ organisation: ID<Organisation>, _ profile: OrganisationProfile) {
    self.organisation = organisation
    document = Document(id: organisation.text, profile: profile, externalID: nil)
    stage = profile.startup?.stage
    raisingVND = profile.startup?.raisingVND
    province = profile.province
    legal = CodeSet(profile.legal.map(\.status))
    fields = CodeSet(profile.fields)
    technologies = CodeSet(profile.technologies)
  }
}
