extension Organisation {
  /// The record as an actor may see it, with what is private to others left out.
  ///
  /// `raisingTerms` says whether the terms of a round may be seen although the record is not the
  /// actor's own, see `Visibility.seesRaisingTerms`.
  package func seen(by actor: Actor, raisingTerms: Bool = false) -> Organisation {
    var copy = self
    if !Visibility.sees(actor, .organisationContacts, of: id) {
      copy.profile.address = nil
      copy.profile.email = nil
      copy.profile.phone = nil
    }
    if !raisingTerms, !Visibility.sees(actor, .organisationRaising, of: id) {
      copy.profile.startup?.raisingVND = nil
      copy.profile.startup?.isRaisingShownToFunds = false
      copy.profile.startup?.traction = nil
    }
    if !Visibility.sees(actor, .organisationAdministration, of: id) {
      copy.statusReason = nil
      copy.registration.reasons = []
      copy.registration.pending = nil
      copy.registration.refusal = nil
      copy.profile.taxCodeOverride = nil
    }
    if !Visibility.sees(actor, .organisationEvidence, of: id) {
      for place in copy.profile.legal.indices { copy.profile.legal[place].file = nil }
    }
    return copy
  }
}
