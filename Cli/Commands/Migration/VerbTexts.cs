using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary>All verbs, in the order of the help.</summary>
internal static class VerbTexts
{
    /// <summary>The verbs that most people need: all the way there, and all the way back.</summary>
    public static IReadOnlyList<VerbText> Ways { get; } =
    [
        new()
        {
            Verb = MigrationVerb.Enable,
            Description = "Go all the way to Live at 100 %, past every gate.",
            Waiting = Waiting.UnlessDeclined,
            Notes =
            [
                "Starts, copies, verifies, and lets PostgreSQL answer for more and more keys. JSON goes on to decide,",
                "so that 'rollback' and 'disable' lose nothing, at once, even while PostgreSQL is down.",
            ],
            Examples =
            [
                new("hybrid migration enable users", "All gates, with live progress"),
                new("hybrid migration enable users --dry-run", "What it would do, or what stands in its way"),
            ],
        },
        new()
        {
            Verb = MigrationVerb.Disable,
            Description = "Go all the way back to Off.",
            Waiting = Waiting.UnlessDeclined,
            Notes =
            [
                "At once from Live and before. From RampDown the JSON files are brought up to date first, which needs",
                "PostgreSQL.",
            ],
            Examples = [new("hybrid migration disable users --why \"too slow\"", "Back to JSON only")],
        },
    ];

    /// <summary>The steps of the way, one by one.</summary>
    public static IReadOnlyList<VerbText> Steps { get; } =
    [
        new()
        {
            Verb = MigrationVerb.Start,
            Description = "Begin: write to both stores, and copy what is there.",
            Waiting = Waiting.UnlessDeclined,
            Notes = ["JSON goes on to decide and to answer. Run 'assess' first to hear what is missing."],
            Examples =
            [
                new("hybrid migration start users", "Copy with live progress"),
                new("hybrid migration start users --no-wait", "Leave it to the controller"),
            ],
        },
        new()
        {
            Verb = MigrationVerb.Pause,
            Description = "Stop copying for a while; live writes still go to both stores.",
            Examples = [new("hybrid migration pause users --why \"evening peak\"", "Until 'resume'")],
        },
        new()
        {
            Verb = MigrationVerb.Resume,
            Description = "Go on with copying.",
            Waiting = Waiting.WhenAsked,
            Examples = [new("hybrid migration resume users --wait", "Go on, and show the progress")],
        },
        new()
        {
            Verb = MigrationVerb.Throttle,
            Description = "Set how many records a second are copied at most.",
            Examples =
            [
                new("hybrid migration throttle users --max 2000", "At most 2,000 a second"),
                new("hybrid migration throttle users --max 0", "No limit but live traffic"),
            ],
        },
        new()
        {
            Verb = MigrationVerb.Verify,
            Description = "Compare both stores, completely or in part.",
            Waiting = Waiting.UnlessDeclined,
            Notes =
            [
                "Exit code 10 when keys are known to differ. Only a complete verification opens the next gate.",
            ],
            Examples =
            [
                new("hybrid migration verify users", "Every key: revision, hash, tombstones"),
                new("hybrid migration verify users --sample 5", "5 % of the keys"),
                new("hybrid migration verify users --key 1001 --bot han_dating_bot", "One profile"),
            ],
        },
        new()
        {
            Verb = MigrationVerb.Repair,
            Description = "Mend divergences: what the deciding store holds becomes one more revision in both.",
            Waiting = Waiting.WhenAsked,
            Notes = ["What the other store held goes to quarantine first."],
            Examples =
            [
                new("hybrid migration repair users --dry-run", "How many keys it would mend"),
                new("hybrid migration repair users --key han_dating_bot/1001", "One key"),
            ],
        },
        new()
        {
            Verb = MigrationVerb.Promote,
            Description = "Go one phase forward, or let PostgreSQL answer for another share of the keys.",
            Notes = ["Off, DualWrite, Shadow, Live. What follows has verbs of its own: 'rampdown' and 'complete'."],
            Examples =
            [
                new("hybrid migration promote users", "The next phase"),
                new("hybrid migration promote users --share 25", "25 % of the keys"),
            ],
        },
        new()
        {
            Verb = MigrationVerb.Rehearse,
            Description = "CUTS EVERY CONNECTION TO THE DATABASE for a moment, to see what follows. It asks first.",
            Waiting = Waiting.UnlessDeclined,
            Consequences =
            [
                "For 2 s or --cut, every connection of all silos to PostgreSQL is ended, again and again. JSON",
                "decides and answers meanwhile. Calls go on; some take longer. Then it rolls back, and what",
                "PostgreSQL lacks is copied by itself.",
            ],
            Notes =
            [
                "Each write that silos acknowledge meanwhile is looked for afterwards, in both stores. Refused while a",
                "component lives in PostgreSQL.",
            ],
            Examples =
            [
                new("hybrid migration rehearse users --dry-run", "What it would do, or why not"),
                new("hybrid migration rehearse users --share 5 --cut 1 --yes", "5 % of the keys, one second"),
            ],
        },
        new()
        {
            Verb = MigrationVerb.Rollback,
            Description = "Go one phase back, at once.",
            Notes = ["From Live and before it loses nothing and does not need PostgreSQL."],
            Examples = [new("hybrid migration rollback users --why \"slow answers\"", "One phase back")],
        },
    ];

    /// <summary>The verbs that change which store decides, or end a switch.</summary>
    public static IReadOnlyList<VerbText> Switches { get; } =
    [
        new()
        {
            Verb = MigrationVerb.RampDown,
            Description = "MAKES POSTGRESQL THE STORE THAT DECIDES. It asks first, unless --yes is given.",
            Waiting = Waiting.UnlessDeclined,
            Consequences =
            [
                "PostgreSQL will decide, and the JSON files follow it from a queue. From then on:",
                "  - while PostgreSQL is down, writes fail, and reads come from memory, marked as unvalidated;",
                "  - the way back ('reopen') needs PostgreSQL, and is no longer instant.",
                "During the switch callers wait, for 5 s at most; no call fails.",
            ],
            Examples =
            [
                new("hybrid migration rampdown users", "Ask, switch, and show the progress"),
                new("hybrid migration rampdown users --yes --why \"a month without a divergence\"", "For a script"),
            ],
        },
        new()
        {
            Verb = MigrationVerb.Complete,
            Description = "ENDS THE FOLLOWING OF THE JSON FILES. It asks first, unless --yes is given.",
            Waiting = Waiting.UnlessDeclined,
            Consequences =
            [
                "The JSON files will get no further write, and grow old. From then on:",
                "  - there is no way back but an export, or a new migration;",
                "  - PostgreSQL holds the only copy: its backups are the only ones.",
            ],
            Examples = [new("hybrid migration complete users", "Ask, and end it")],
        },
        new()
        {
            Verb = MigrationVerb.Reopen,
            Description = "Make the JSON files decide again.",
            Waiting = Waiting.UnlessDeclined,
            Notes = ["From RampDown back to Live. The queue is drained and verified first, which needs PostgreSQL."],
            Examples = [new("hybrid migration reopen users", "Back to Live")],
        },
        new()
        {
            Verb = MigrationVerb.Abort,
            Description = "Give up a switch that is under way; the store that decided goes on to decide.",
            Notes = ["A switch that takes longer than 5 s gives itself up."],
            Examples = [new("hybrid migration abort users", "Let callers go on at once")],
        },
    ];

    /// <summary>Every verb.</summary>
    public static IEnumerable<VerbText> All => Ways.Concat(Steps).Concat(Switches);
}
