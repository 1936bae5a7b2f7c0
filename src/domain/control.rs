//! Who holds a place: the state that an event states.

use crate::domain::FactionIx;

/// The state of a place: its controller, and who else is involved.
///
/// The default is *unknown*: no controller, nobody involved.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Control {
    controller: Option<FactionIx>,
    // Boxed because hardly any event has one, and there may be millions of events.
    others: Option<Box<Others>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
struct Others {
    shared_with: Vec<FactionIx>,
    contested_by: Vec<FactionIx>,
    besieged_by: Vec<FactionIx>,
}

static NOBODY: Others = Others { shared_with: Vec::new(), contested_by: Vec::new(), besieged_by: Vec::new() };

impl Control {
    /// Nobody can say.
    pub fn unknown() -> Self {
        Self::default()
    }

    /// Held by one faction, undisturbed.
    pub fn held(by: FactionIx) -> Self {
        Self { controller: Some(by), others: None }
    }

    /// The whole state after an event. Factions named twice, or beside themselves, count once.
    pub fn new(
        controller: Option<FactionIx>,
        shared_with: Vec<FactionIx>,
        contested_by: Vec<FactionIx>,
        besieged_by: Vec<FactionIx>,
    ) -> Self {
        let others_only = |mut factions: Vec<FactionIx>| {
            let mut seen = Vec::with_capacity(factions.len());
            factions.retain(|faction| {
                let new = Some(*faction) != controller && !seen.contains(faction);
                seen.push(*faction);
                new
            });
            factions
        };
        let others = Others {
            shared_with: others_only(shared_with),
            contested_by: others_only(contested_by),
            besieged_by: others_only(besieged_by),
        };
        Self { controller, others: (others != NOBODY).then(|| Box::new(others)) }
    }

    /// Who holds the place; `None` where nobody can say.
    pub fn controller(&self) -> Option<FactionIx> {
        self.controller
    }

    /// Who is present by agreement, not fighting.
    pub fn shared_with(&self) -> &[FactionIx] {
        &self.others().shared_with
    }

    /// Who fights for the place inside it.
    pub fn contested_by(&self) -> &[FactionIx] {
        &self.others().contested_by
    }

    /// Who surrounds the place.
    pub fn besieged_by(&self) -> &[FactionIx] {
        &self.others().besieged_by
    }

    /// Whether nobody but the controller is involved.
    pub fn is_plain(&self) -> bool {
        self.others.is_none()
    }

    /// The state in one word: the most troubled one that applies.
    pub fn status(&self) -> Status {
        let others = self.others();
        if !others.contested_by.is_empty() {
            Status::Contested
        } else if !others.besieged_by.is_empty() {
            Status::Besieged
        } else if self.controller.is_none() {
            Status::Unknown
        } else if !others.shared_with.is_empty() {
            Status::Shared
        } else {
            Status::Held
        }
    }

    /// Every faction involved, controller first.
    pub fn factions(&self) -> impl Iterator<Item = FactionIx> + '_ {
        let others = self.others();
        self.controller
            .into_iter()
            .chain(others.shared_with.iter().copied())
            .chain(others.contested_by.iter().copied())
            .chain(others.besieged_by.iter().copied())
    }

    /// The same state with every faction replaced by what `replace` says.
    #[must_use]
    pub fn replaced(&self, replace: impl Fn(FactionIx) -> FactionIx) -> Self {
        let all = |factions: &[FactionIx]| factions.iter().map(|old| replace(*old)).collect();
        Self::new(
            self.controller.map(&replace),
            all(self.shared_with()),
            all(self.contested_by()),
            all(self.besieged_by()),
        )
    }

    fn others(&self) -> &Others {
        self.others.as_deref().unwrap_or(&NOBODY)
    }
}

/// The state of a place in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// One faction holds it.
    Held,
    /// Another is present by agreement.
    Shared,
    /// Another fights for it inside.
    Contested,
    /// Another surrounds it.
    Besieged,
    /// Nobody can say.
    Unknown,
}

impl Status {
    /// The word for it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Shared => "shared",
            Self::Contested => "contested",
            Self::Besieged => "besieged",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faction(row: usize) -> FactionIx {
        FactionIx::new(row)
    }

    #[test]
    fn a_faction_does_not_contest_itself() {
        let control = Control::new(Some(faction(1)), vec![], vec![faction(1)], vec![]);
        assert_eq!(control, Control::held(faction(1)));
    }

    #[test]
    fn contested_outweighs_besieged_outweighs_shared() {
        let (a, b) = (faction(1), faction(2));
        let status = |shared: &[_], contested: &[_], besieged: &[_]| {
            Control::new(Some(a), shared.to_vec(), contested.to_vec(), besieged.to_vec()).status()
        };
        assert_eq!(status(&[b], &[b], &[b]), Status::Contested);
        assert_eq!(status(&[b], &[], &[b]), Status::Besieged);
        assert_eq!(status(&[b], &[], &[]), Status::Shared);
        assert_eq!(status(&[], &[], &[]), Status::Held);
        assert_eq!(Control::unknown().status(), Status::Unknown);
    }

    #[test]
    fn a_successor_that_is_already_there_is_not_there_twice() {
        let control = Control::new(Some(faction(1)), vec![], vec![], vec![faction(2)]);
        assert_eq!(control.replaced(|_| faction(3)), Control::held(faction(3)));
    }

    #[test]
    fn an_event_stays_small() {
        assert!(size_of::<Control>() <= 16);
    }
}
