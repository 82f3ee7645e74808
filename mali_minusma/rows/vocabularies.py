# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The closed vocabularies: each type lists the values that a column may hold."""

from typing import Literal, TypeAlias

PCodeVintage: TypeAlias = Literal[
    "2021",  # OCHA common operational data set valid from 2021-12-20.
    "2025",  # OCHA common operational data set valid from 2025-09-04.
]

ActorRole: TypeAlias = Literal[
    "initiator",  # Took the decision, made the statement or began the action.
    "perpetrator",  # Carried out an attack or an abuse.
    "alleged_perpetrator",  # Is said by a source to have carried it out.
    "target",  # Was attacked, expelled, restricted or accused.
    "detained",  # Was arrested or held.
    "addressee",  # Was addressed by a statement, a demand or a request.
    "subject",  # Is what the event is about.
    "participant",  # Took part.
    "contributor",  # Gave the troops or the equipment concerned.
    "supporter",  # Supported or backed the action.
    "opponent",  # Objected to or contested the action.
    "source_of_report",  # Reported or investigated the event.
    "claimant",  # Claimed the act.
    "mediator",  # Mediated or hosted.
    "killed",  # Was killed.
]

ActorType: TypeAlias = Literal[
    "state",  # A state.
    "government_body",  # A government, ministry, court or another organ of a state.
    "armed_force",  # The regular forces of a state or a national contingent.
    "military_operation",  # A military operation by a state or a coalition, outside the UN.
    "peace_operation",  # A peace operation or a political office of the UN or of a regional organisation.
    "un_body",  # An organ, an office, a fund or an agency of the UN.
    "international_organization",  # Another international organisation.
    "armed_group",  # An organised armed group that is not a state's, or an alliance of such groups.
    "private_military_company",  # A private military company.
    "person",  # A person.
    "people",  # A part of the population, such as demonstrators or voters.
    "political_movement",  # A political party, a coalition or a movement without arms of its own.
]

BaseType: TypeAlias = Literal[
    "headquarters",  # The mission's headquarters.
    "camp",  # A camp, often called super camp.
    "temporary_operating_base",  # A temporary operating base.
    "deployment_site",  # A place where a deployment map of the UN shows units of the mission, its kind not being known.
]

CasualtyMeasure: TypeAlias = Literal[
    "killed",  # Killed or dead, as the source counts it.
    "injured",  # Injured.
    "detained",  # Arrested or held.
    "displaced",  # Displaced, a number of people at a time.
    "sentenced",  # Sentenced by a court.
    "pardoned",  # Pardoned or released.
    "missing",  # Missing.
    "abducted",  # Taken hostage.
    "released",  # Set free.
    "returned",  # Came back after fleeing.
    "subjected_to_sexual_violence",  # Subjected to sexual violence.
]

CasualtyPersonnelType: TypeAlias = Literal[
    "military",  # Military.
    "police",  # Police.
    "international_civilian",  # International civilian.
    "local",  # Local civilian.
    "other",  # Other.
]

CauseOfCasualty: TypeAlias = Literal[
    "malicious_act",  # Hostile or malicious acts.
    "accident",  # Accidents.
    "illness",  # Illness.
    "undetermined",  # Unknown or still to be determined in the UN's record.
    "all",  # All causes together.
    "conflict",  # The conflict at large.
    "arrest",  # An arrest, a trial or a pardon.
    "not_stated",  # The source doesn't say whether the figure counts hostile acts or all causes.
    "explosive_device",  # Mines and improvised explosive devices; a part of malicious acts.
    "friendly_fire",  # Fire by one's own side.
    "other",  # Every cause but malicious acts.
]

ChoiceRule: TypeAlias = Literal[
    "un_record_first",  # The UN's own record is followed before any other source.
    "official_before_press",  # A government or another official body is followed before the press, on its own acts.
    "first_report",  # The wire or the body that reported first is followed before those who repeated it.
    "later_correction",  # A later reading by the same authority corrects an earlier one.
    "more_witnesses",  # Sources of equal rank differ; the reading with more independent witnesses is followed.
    "definition",  # The readings count different things; the one that counts what the column defines is followed.
]

ClaimStatus: TypeAlias = Literal[
    "followed",  # The cell holds this reading.
    "agrees",  # An independent or later source gives the same reading, or one that the cell's reading includes.
    "differs",  # The source gives another reading; it is kept, and the cell does not follow it.
    "superseded",  # The same authority later corrected or replaced this reading.
]

ComponentCounted: TypeAlias = Literal[
    "all_personnel",  # Civilian and uniformed personnel.
    "uniformed",  # Military and police.
    "military",  # Military personnel.
    "police",  # Police personnel.
    "not_stated",  # The source says troops, soldiers or peacekeepers without saying what it counts.
    "troops",  # Contingent troops, without staff officers and observers.
    "civilian",  # Civilian personnel.
    "contributing_countries",  # Countries that contribute: a number of countries, not of persons.
]

ContributedPersonnelType: TypeAlias = Literal[
    "troops",  # Contingent troops.
    "staff_officers",  # Staff officers; before May 2017 counted with the troops.
    "experts_on_mission",  # Experts on mission: military observers and liaison officers.
    "formed_police_units",  # Members of formed police units.
    "individual_police",  # Individual police officers.
]

ContributionFlag: TypeAlias = Literal[
    "sexes_swapped",  # The published men and women are exchanged in some rows of this month.
    "troops_missing",  # The publication leaves out troops that the months before and after show.
    "sex_not_published",  # The publication doesn't split by sex.
]

CoordinatePrecision: TypeAlias = Literal[
    "site",  # The site itself.
    "settlement",  # The centre of the town or village.
    "area",  # A point that stands for a wider area.
]

CorrectionType: TypeAlias = Literal[
    "fact",  # What the cell says of the world, or of a document, was wrong, or less exact than the sources allow.
    "coding",  # The same fact under another code or name, so that like things are coded alike.
    "wording",  # The same in other words.
    "account",  # This project's account of its own work: coverage, the status of readings, notes and locators, a reading that was cut in two.
]

CoverageStatus: TypeAlias = Literal[
    "complete",  # Everything that the source published for the period is in the table.
    "partial",  # Some of it is in the table.
    "totals_only",  # Only the total of the whole is known; it is in the table of figures.
    "missing_upstream",  # It was published once, but no copy could be read.
    "not_published",  # It was not published.
    "not_collected",  # It is published, but not yet in this version of the package.
]

DatePrecision: TypeAlias = Literal[
    "day",  # The day is known.
    "month",  # Only the month is known; the date column holds its first day.
    "year",  # Only the year is known; the date column holds 1 January.
]

EventStatus: TypeAlias = Literal[
    "occurred",  # It happened.
    "planned",  # It was announced for this date; whether it happened is recorded elsewhere or not at all.
    "alleged",  # A source reports it as somebody's allegation.
]

EventType: TypeAlias = Literal[
    "coup",  # A seizure of power, or the fall of a government by one.
    "insurgency",  # The start or a phase of a rebellion or an insurgency.
    "attack",  # An attack with or without casualties.
    "military_operation",  # A military operation or the taking of a place by a force.
    "force_deployment",  # A force, a mission or a contingent arrives or begins work.
    "force_withdrawal",  # A force, a mission or a contingent leaves or ends work.
    "contribution_announcement",  # A contributing country announces a change in its contingent.
    "mission_milestone",  # A step in the mission's life: set up, transfer of authority, end of mandate.
    "council_decision",  # The Security Council adopts or rejects a text.
    "council_meeting",  # The Security Council meets without deciding.
    "restriction",  # The host restricts the mission: rotations suspended, movement or flights refused.
    "expulsion",  # A member of the mission is expelled or declared persona non grata.
    "detention",  # Persons are arrested or detained.
    "judicial_decision",  # A court or a prosecutor decides; also pardons.
    "statement",  # A public statement, demand, accusation or proposal.
    "agreement",  # An agreement is signed, changed or ended.
    "diplomatic_contact",  # A call, a visit or a negotiation between actors.
    "demonstration",  # A public demonstration.
    "election",  # A vote of the population, held or scheduled.
    "transition_timetable",  # A date set or missed for the return to civilian rule.
    "base_closure",  # A base of the mission closes.
    "convoy",  # A convoy or a flight of the mission moves.
    "equipment_loss",  # Equipment is destroyed, left behind or held back.
    "human_rights_report",  # An inquiry reports its findings.
    "presence",  # Peacekeepers or another force are recorded at a place.
    "accident",  # An accident: on the road, in the air, at work, or with a weapon.
    "clash",  # Fighting between parties of the conflict, the mission not being the target.
    "abduction",  # A person or a group is taken hostage, or released.
    "armed_group_change",  # An armed group or an alliance is founded, merged, split, renamed or joined.
    "leader_killed",  # A leader of an armed group dies, or the death is announced.
    "sanctions",  # Sanctions are imposed, renewed, eased or lifted.
    "failed_draft",  # A draft resolution of the Security Council is not adopted.
    "base_opening",  # A base of the mission opens or is first occupied.
    "base_handover",  # A base is formally handed over.
    "appointment",  # Somebody is appointed to an office or leaves it.
    "government_change",  # A government, a president or a transitional body takes or leaves office.
    "displacement",  # People flee or return.
]

FatalityFlag: TypeAlias = Literal[
    "reclassified",  # An earlier edition of the UN's record gave another type of incident; both readings are in claims.
]

IncidentType: TypeAlias = Literal[
    "malicious_act",  # Malicious act.
    "illness",  # Illness.
    "accident",  # Accident.
    "to_be_determined",  # To be determined.
    "unknown",  # Unknown.
]

InclusionOfStaffOfficers: TypeAlias = Literal[
    "yes",  # Yes.
    "no",  # No: they have a row of their own.
]

MatchOfADeath: TypeAlias = Literal[
    "same_day",  # The event of that day, with victims of that nationality or with none named.
    "near_day",  # An event of another day: a death of wounds, or a day that the sources give otherwise; the claims say which.
    "unmatched",  # The sources collected tell of no incident that fits.
]

NameType: TypeAlias = Literal[
    "official",  # The full official name.
    "short",  # The usual short name.
    "acronym",  # An acronym or initials.
    "alias",  # Another name or spelling found in sources.
    "former",  # A name no longer in use.
    "demonym",  # The adjective or the word for its people.
]

NumberOfWitnesses: TypeAlias = Literal[
    "one",  # One source, or several copies of one story.
    "several",  # Two or more sources of different origin agree.
]

NumberQualifier: TypeAlias = Literal[
    "exact",  # The source gives the number without a qualifier.
    "about",  # About, around, some, an estimate.
    "at_least",  # At least, a minimum.
    "more_than",  # More than, over.
    "nearly",  # Nearly, almost, just under.
    "up_to",  # Up to, a maximum.
]

PlaceType: TypeAlias = Literal[
    "country",  # A whole country.
    "region",  # A region of a country.
    "settlement",  # A town or village.
    "airport",  # An airport.
    "route",  # A road between two places.
]

PopulationCounted: TypeAlias = Literal[
    "peacekeepers",  # Personnel of MINUSMA.
    "civilians",  # Civilians.
    "foreign_soldiers",  # Soldiers of a foreign state who are not part of the mission.
    "people",  # People, without saying who.
    "mission_personnel",  # Uniformed and civilian personnel of the mission.
    "mission_civilians",  # Civilian personnel and contractors of the mission or of the UN.
    "malian_forces",  # Malian soldiers, gendarmes, police or guards.
    "armed_groups",  # Fighters of armed groups, attackers.
    "internally_displaced_people",  # People displaced inside Mali.
    "refugees",  # People who fled to another country.
]

Sex: TypeAlias = Literal[
    "male",  # Recorded as M.
    "female",  # Recorded as F.
]

SourceType: TypeAlias = Literal[
    "un_resolution",  # A resolution of the Security Council.
    "un_report",  # A report of the Secretary-General or of a UN body.
    "un_data",  # A data set or a register that the UN keeps.
    "un_press",  # A press release, news item or web page of the UN or of the mission.
    "government",  # A statement or a document of a government.
    "news_agency",  # A news agency or a copy of its dispatch.
    "newspaper",  # A newspaper, broadcaster or news site.
    "research",  # An article, a report or a data set by researchers.
    "reference",  # An encyclopaedia, a gazetteer, a list of codes or a compilation.
]

StrengthMeasure: TypeAlias = Literal[
    "deployed",  # In the field.
    "authorized",  # Authorised: a ceiling, not a strength.
    "withdrawn",  # Withdrawn so far.
    "planned",  # Announced or expected.
    "served",  # Served there over a period, counted together.
    "requested",  # Asked for or recommended, not granted.
]

SubjectOfAResolution: TypeAlias = Literal[
    "political",  # The crisis in Mali, before a mission.
    "african_led_mission",  # The African-led mission AFISMA.
    "mission",  # MINUSMA's mandate or its end.
    "sanctions",  # The sanctions regime for Mali.
    "joint_force",  # The joint force of the G5 Sahel.
]

SuccessionType: TypeAlias = Literal[
    "renamed",  # The same body under another name.
    "merged_into",  # Merged with others into the successor.
    "absorbed_by",  # Became a part of a body that existed already.
    "split_into",  # The successor broke away from it.
    "replaced_by",  # The successor took over its task.
]

Table: TypeAlias = Literal[
    "sources",  # The table of sources.
    "claims",  # The table of claims.
    "actors",  # The table of actors.
    "actor_names",  # The table of actors' names.
    "actor_successions",  # The table of successions of actors.
    "places",  # The table of places.
    "bases",  # The table of bases.
    "mandates",  # The table of mandates.
    "events",  # The table of events.
    "event_actors",  # The table of actors in events.
    "event_threads",  # The table of threads of events.
    "appointments",  # The table of appointments.
    "casualty_figures",  # The table of reported casualty and displacement figures.
    "fatalities",  # The table of deaths in the UN's record.
    "strength_figures",  # The table of reported strengths.
    "troop_contributions",  # The table of monthly contributions.
    "coverage",  # The table of coverage.
    "corrections",  # The table of corrections.
]

Thread: TypeAlias = Literal[
    "withdrawal",  # How the mission ended, from Mali's demand of June 2023 to the last base.
    "ivorian_soldiers",  # The 49 Ivorian soldiers arrested in July 2022, to their return.
    "rotations",  # The suspension of rotations in July 2022, its causes and its end.
    "restrictions",  # What the host restricted or refused the mission, 2022 to 2023.
    "contributors_leaving",  # Contributing countries that announce, suspend or end their contribution.
    "peace_agreement",  # Talks, ceasefires and agreements between the State and the armed movements, and their breach.
    "coups_and_transition",  # The coups of 2012, 2020 and 2021, the transitions, their timetables and the sanctions of neighbours.
    "un_sanctions",  # The sanctions regime of the Security Council, from Mali's request to its end.
    "mandate",  # The Security Council's decisions on the mission's mandate, and what led to them.
    "moura",  # The killings at Moura in March 2022, the inquiry and its report.
    "french_forces",  # French and French-led forces: arrival, reduction and departure.
    "wagner",  # The Wagner Group in Mali.
    "kidal",  # The town of Kidal between the State and the armed movements.
    "mission_setup",  # From the political office and the African-led mission to MINUSMA, 2012 to 2013.
]

YesOrNo: TypeAlias = Literal[
    "yes",  # Yes.
    "no",  # No: given up earlier, or not counted.
]
