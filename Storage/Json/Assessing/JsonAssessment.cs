using System.Globalization;
using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Records;
using static HybridOrleans.Storage.Json.Assessing.Findings;

namespace HybridOrleans.Storage.Json.Assessing;

/// <summary>Tries out what a migration needs of a JSON store, instead of asking for it.</summary>
/// <param name="root">The root of the store.</param>
/// <param name="looks">Looks at every record of the component, for damage and for a round trip.</param>
internal sealed class JsonAssessment(
    string root, Func<CancellationToken, IAsyncEnumerable<RecordLook>> looks)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Every finding, the cheap ones first.</summary>
    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var trial = new TrialFolder(root);
        Func<Finding>[] checks =
        [
            () => Replacing(trial), () => Exchanging(trial), () => Locking(trial, new OtherProcess()),
            () => FreeSpaceCheck.Run(trial), () => FileSystemCheck.Run(trial), () => RoundTrip(trial),
        ];
        foreach (var check in checks)
        {
            yield return await Task.Run(() => Try(check), cancellation);
        }

        yield return await RecordsAsync(cancellation);
    }

    private static Finding Replacing(TrialFolder trial)
        => trial.TryReplace("a trial"u8)
            ? Passed("folder", "A file was written, flushed, renamed and read back; its folder was flushed.")
            : Blocks("folder", "A file did not read as it was written. Check the disk.");

    private static Finding Exchanging(TrialFolder trial)
        => trial.CanExchange()
            ? Passed("rename", "Two names can be exchanged in one step.")
            : Warns("rename", "Names cannot be exchanged here: each file is flushed on its own, which is slower. "
                + "Use ext4, xfs or btrfs.");

    /// <summary>Tries the lock in this process and between two.</summary>
    internal static Finding Locking(TrialFolder trial, OtherProcess other)
        => (trial.LocksExclude() ? trial.ProcessesExclude(other) : false) switch
        {
            true => Passed("lock", "A lock keeps another process out, is free after it, and its rename is seen here."),
            null => Warns("lock", "A lock keeps a second holder of this process out; between two processes it was not "
                + "tried. Install util-linux (the program 'flock') on the silo's machine."),
            false => Blocks("lock", "Two holders had one lock: processes would write over each other. Use a local file "
                + "system."),
        };

    private static Finding RoundTrip(TrialFolder trial)
    {
        var bodies = UglyBodies.All().ToArray();
        foreach (var body in bodies)
        {
            if (!trial.TryReplace(JsonRecordFile.Write(body, new Revision(1), WriteId.New())) || !Survives(body))
            {
                return Blocks("round trip", $"A body of {body.Utf8.Length:N0} bytes did not come back as it was.");
            }
        }

        return Passed("round trip", $"{bodies.Length} bodies that are easily changed came back byte for byte.");
    }

    private async Task<Finding> RecordsAsync(CancellationToken cancellation)
    {
        var (records, damaged, changed) = (0L, 0L, 0L);
        try
        {
            await foreach (var look in looks(cancellation))
            {
                records++;
                damaged += look.Damage is null ? 0 : 1;
                changed += look.Damage is null && look.Record?.Body is { } body && !Survives(body) ? 1 : 0;
            }
        }
        catch (StoreUnavailableException e)
        {
            return Blocks("records", e.Message);
        }

        return damaged + changed > 0
            ? Blocks("records", string.Create(
                Invariant,
                $"Of {records:N0} records {damaged:N0} are damaged or edited, and {changed:N0} do not survive a round "
                + $"trip. 'hybrid repair list' names them."))
            : Passed("records", string.Create(
                Invariant, $"All {records:N0} records were read, and survive a round trip."));
    }

    private static bool Survives(RecordBody body)
        => JsonRecordFile.Read(JsonRecordFile.Write(body, new Revision(1), default)) is { IsGood: true } read
            && body.Equals(read.Record.Body);

    private static Finding Try(Func<Finding> check)
    {
        try
        {
            return check();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Blocks("folder", $"{e.Message} Check the permissions and the disk.");
        }
    }
}
