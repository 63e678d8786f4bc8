/** Made from protocol/sync.json by `npm run wire`: do not edit. */
export interface components {
    schemas: {
        Accounted: {
            at: string;
            missing: string[];
            wipeable: boolean;
        };
        Away: {
            born_on: string | null;
            /** @enum {string} */
            born_precision: "day" | "month" | "year" | "unknown";
            commune: number;
            given_name: string;
            household: string;
            left_on: string;
            placed: boolean;
            /** @enum {string} */
            sex: "f" | "m" | "";
            surname: string;
            uuid: string;
        };
        Beside: {
            away: components["schemas"]["Away"][];
            left: components["schemas"]["Left"][];
            team: components["schemas"]["Colleague"][];
        };
        Case: {
            by_two: boolean;
            opened_on: string;
            /** @constant */
            state: "open";
            team: string[];
            uuid: string;
        };
        Cnp: {
            /** @enum {string} */
            state: "present" | "none" | "refused" | "non_standard";
            value?: string | null;
        };
        Colleague: {
            commune: number;
            name: string;
            roles: string[];
            uuid: string;
        };
        Deadline: {
            article: string;
            cause: string;
            code: string;
            due_on: string;
            person: string | null;
            starts_on: string;
            urgency: number;
            why: string[];
        };
        DepartureSeen: {
            carer: string | null;
            carer_words: string;
            country: string;
            delegated_on: string | null;
            leaves_on: string;
            notified: boolean;
            parent: string;
            who: string;
        };
        Enrolled: {
            communes: number[];
            device: string;
            epoch: string;
            lease: components["schemas"]["Lease"];
            policy: components["schemas"]["Policy"];
            recovery: components["schemas"]["Recovery"];
            token: string;
            worker: components["schemas"]["EnrolledWorker"];
        };
        EnrolledWorker: {
            /** @enum {string} */
            language: "ro" | "en";
            name: string;
            roles: components["schemas"]["RoleHeld"][];
            uuid: string;
        };
        Finding: {
            code: string;
            /** @enum {string} */
            judged: "" | "agreed" | "rejected" | "added";
            severity: number;
            since: string;
            subject: string;
        };
        GivenReceipt: {
            commune: number | null;
            digest: string | null;
            number: number | null;
            /** @enum {string} */
            outcome: "received" | "duplicate" | "to_settle" | "refused";
            position: number;
            reason: string | null;
            reason_code: string | null;
            uuid: string | null;
        };
        Gone: {
            uuid: string;
            /** @enum {string} */
            why: "out_of_scope" | "ended" | "merged";
        };
        Happened: {
            by: string;
            code?: string | null;
            codes?: string[] | null;
            detail?: string | null;
            /** @enum {string} */
            kind: "interview" | "judgement" | "case_opened" | "case_closed" | "plan" | "visit" | "delivery" | "referral_draft" | "referral" | "reply" | "unmet" | "signal" | "triage" | "assessment" | "no_case" | "team" | "approval" | "review" | "closing_asked" | "closing_agreed" | "message";
            note?: string | null;
            on: string;
            person?: string | null;
            uuid?: string | null;
        };
        HouseholdDoc: {
            address: string;
            case: components["schemas"]["Case"] | null;
            commune: number;
            deadlines: components["schemas"]["Deadline"][];
            departures: components["schemas"]["DepartureSeen"][];
            ended_on: string | null;
            enrolled_on: string;
            facts: {
                [key: string]: {
                    [key: string]: [
                        unknown,
                        string
                    ];
                };
            };
            findings: components["schemas"]["Finding"][];
            /** @enum {string} */
            level: "none" | "low" | "medium" | "high" | "immediate";
            members: components["schemas"]["Member"][];
            messages: components["schemas"]["TeamMessage"][];
            needs: components["schemas"]["Need"][];
            number: number;
            plan: components["schemas"]["Plan"] | null;
            sheet: components["schemas"]["LastSheet"] | null;
            stages: components["schemas"]["StageOfWork"][];
            timeline: components["schemas"]["Happened"][];
            to_settle: number;
            uuid: string;
            village: number | null;
            visits: components["schemas"]["PlannedVisit"][];
        };
        LastSheet: {
            changed: string;
            child: string;
            next_on: string | null;
            on: string;
            services: components["schemas"]["ServiceSeen"][];
        };
        Lease: {
            secret: string;
            until: string;
        };
        Left: {
            address: string;
            commune: number;
            enrolled_on: string;
            household: string;
            left_on: string;
            members: components["schemas"]["LeftMember"][];
            village: number | null;
        };
        LeftMember: {
            born_on: string | null;
            /** @enum {string} */
            born_precision: "day" | "month" | "year" | "unknown";
            given_name: string;
            is_head: boolean;
            relation: string;
            /** @enum {string} */
            sex: "f" | "m" | "";
            surname: string;
            uuid: string;
        };
        Member: {
            born_on: string | null;
            /** @enum {string} */
            born_precision: "day" | "month" | "year" | "unknown";
            cnp: components["schemas"]["Cnp"];
            died_on: string | null;
            given_name: string;
            is_head: boolean;
            relation: string;
            /** @enum {string} */
            sex: "f" | "m" | "";
            since: string;
            surname: string;
            until: string | null;
            uuid: string;
        };
        Need: {
            agreed_on: string;
            code: string;
            met_on: string | null;
            subject: string;
        };
        Plan: {
            agreed_on: string;
            others: components["schemas"]["PlannedByOthers"][];
            services: components["schemas"]["PlannedService"][];
            uuid: string;
        };
        PlannedByOthers: {
            due_on: string;
            role: string;
        };
        PlannedService: {
            code: string;
            codes: string[];
            done_on: string | null;
            due_on: string;
            role: string;
            /** @enum {string} */
            state: "planned" | "done" | "refused" | "replaced";
            subject: string;
            uuid: string;
        };
        PlannedVisit: {
            code: string;
            day: string;
            goers: string[];
            names: string[];
            note: string;
            uuid: string;
        };
        Policy: {
            journal_days: number;
            lease_days: number;
            lock_minutes: number;
            pin_least: number;
            wrong_pins: number;
        };
        Pulled: {
            beside?: components["schemas"]["Beside"] | null;
            beside_digest?: string;
            bundle: string;
            cursor: string;
            epoch: string;
            gone: components["schemas"]["Gone"][];
            households: components["schemas"]["HouseholdDoc"][];
            lease: components["schemas"]["Lease"];
            more: boolean;
            reset: boolean;
            server_at: string;
            total: number | null;
            verdicts?: components["schemas"]["Verdict"][] | null;
            verdicts_digest?: string;
            walks?: components["schemas"]["Walk"][] | null;
        };
        Pulling: {
            beside?: string;
            limit?: number;
            since?: string;
            verdicts?: string;
            walks?: string;
        };
        Pushed: {
            epoch: string;
            receipts: components["schemas"]["GivenReceipt"][];
        };
        Recovered: {
            lease: components["schemas"]["Lease"];
            recovery: components["schemas"]["Recovery"];
            token: string;
        };
        Recovery: {
            secret: string;
        };
        RoleHeld: {
            commune: number | null;
            role: string;
        };
        Said: {
            code: string;
            message: string;
        };
        ServiceSeen: {
            goes: string;
            planned: string;
            words: string;
        };
        StageOfWork: {
            since: string;
            state: string;
        };
        Stop: {
            address: string;
            children: number | null;
            dwelling: string | null;
            households: string[];
            note: string;
            on: string | null;
            /** @enum {string} */
            outcome: "" | "away";
        };
        TeamMessage: {
            at: string;
            by: string;
            by_name: string;
            /** @enum {string} */
            note_for: "team" | "profession";
            read_by: string[];
            read_names: string[];
            text: string;
            uuid: string;
        };
        Verdict: {
            entry: string;
            /** @enum {string} */
            state: "applied" | "to_settle" | "set_aside";
        };
        Walk: {
            commune: number;
            digest: string;
            stops: components["schemas"]["Stop"][] | null;
            village: number | null;
        };
        accounted_body: {
            entries: string[];
        };
        enrol_body: {
            code: string;
            name: string;
            password?: string | null;
        };
        push_body: {
            entries: {
                at: string;
                commune: number;
                household?: string | null;
                kind: string;
                on: string;
                payload: {
                    [key: string]: unknown;
                };
                person?: string | null;
                rulebook?: string;
                uuid: string;
                version: number;
            }[];
            epoch: string;
            pending: number;
        };
        recover_body: {
            device: string;
            password: string;
            username: string;
        };
    };
}
