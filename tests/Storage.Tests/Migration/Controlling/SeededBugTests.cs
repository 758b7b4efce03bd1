using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Migration.Simulating;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Controlling;

/// <summary>Situations that end well, and badly once a mistake is put in on purpose.</summary>
public sealed class SeededBugTests
{
    private static readonly CancellationToken Cancel = MigrationLab.Cancel;
    private static readonly VerbRequest Ann = MigrationLab.Ann;
    private readonly MigrationLab _lab = new();

    public static TheoryData<string> Bugs =>
    [
        nameof(MigrationBug.CheckpointBeforeCopying), nameof(MigrationBug.KeepTheCheckpointAcrossEpochs),
        nameof(MigrationBug.SkipCopyingUnderTheSeal), nameof(MigrationBug.SkipVerifyingUnderTheSeal),
        nameof(MigrationBug.SwitchWithoutVerification), nameof(MigrationBug.CompareRevisionsOnly),
        nameof(MigrationBug.OverlookKeysTheRootNeverHad),
    ];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void It_ends_well_without_the_mistake(string name)
        => _lab.Run(async () => Assert.Null(await TryAsync(Enum.Parse<MigrationBug>(name), MigrationBug.None)));

    [Theory]
    [MemberData(nameof(Bugs))]
    public void It_ends_badly_with_the_mistake(string name)
        => _lab.Run(async () => Assert.NotNull(
            await TryAsync(Enum.Parse<MigrationBug>(name), Enum.Parse<MigrationBug>(name))));

    /// <summary>The situation that shows a mistake; what went wrong, or null.</summary>
    private async Task<string?> TryAsync(MigrationBug situation, MigrationBug bug)
    {
        await _lab.FillAsync(600);
        var process = _lab.Process(bug);
        if (situation == MigrationBug.CheckpointBeforeCopying)
        {
            return await CrashAtCheckpointAsync(process, bug);
        }

        await _lab.EnableAsync(_lab.Process());
        switch (situation)
        {
            case MigrationBug.KeepTheCheckpointAcrossEpochs:
                await LeaveCheckpointOfAnotherEpochAsync();
                await _lab.WorkUntilAsync(process, "copied", d => d.Synchronise is null);
                return await DifferenceAsync();
            case MigrationBug.SkipCopyingUnderTheSeal:
                await WriteToJsonAloneAsync();
                return await SwitchedAsync(process) ?? await DifferenceAsync();
            case MigrationBug.SkipVerifyingUnderTheSeal:
                await WriteToJsonAloneAsync();
                _lab.Probe.OnReached = LoseAtUnderSealCopied;
                return await SwitchedAsync(process) is null ? await DifferenceAsync() : null;
            case MigrationBug.SwitchWithoutVerification:
                await _lab.Desk.ChangeAsync(d => d with { Verification = null }, Cancel);
                _lab.Postgres.Memory.EditFromOutside(MigrationLab.Key(7), null);
                return await SwitchedAsync(process) is null ? await DifferenceAsync() : null;
            case MigrationBug.CompareRevisionsOnly:
                _lab.Postgres.Memory.EditFromOutside(MigrationLab.Key(7), Edited(MigrationLab.Key(7)));
                break;
            default:
                _lab.Postgres.Memory.EditFromOutside(MigrationLab.Key(900), Edited(MigrationLab.Key(900)));
                break;
        }

        var verified = await process.VerifyAsync(VerifyScope.Complete, Ann, Cancel);
        return verified.Done ? "A divergence was not seen: " + verified.Message : null;
    }

    private async Task<string?> CrashAtCheckpointAsync(ComponentMigration process, MigrationBug bug)
    {
        await MigrationLab.DidAsync(process.StartAsync(Ann, Cancel));
        _lab.Probe.CrashAt = MigrationPoints.SyncCheckpoint;
        await Assert.ThrowsAsync<CrashedException>(() => _lab.WorkUntilAsync(process, "the crash", _ => false));
        await _lab.WorkUntilAsync(_lab.Process(bug), "copied", d => d.Synchronise is null);
        return await DifferenceAsync();
    }

    private async Task LeaveCheckpointOfAnotherEpochAsync()
    {
        _lab.Postgres.Memory.EditFromOutside(MigrationLab.Key(7), null);
        var generation = await _lab.Debt.BeginPayingAsync(Component.Users, Cancel);
        var old = Synchroniser.FromTheStart(Epoch.Initial, _lab.Simulation.Time.GetUtcNow()) with
        {
            DebtGeneration = generation,
            Bucket = 255,
            KeyText = "~",
        };
        await _lab.Desk.ChangeAsync(d => d with { Epoch = new Epoch(1), Synchronise = old }, Cancel);
    }

    private async Task WriteToJsonAloneAsync()
    {
        var write = new RecordWrite
        {
            Key = MigrationLab.Key(7),
            Expected = new Revision(1),
            Body = MigrationLab.Body("[]"),
            WriteId = WriteId.New(),
            Epoch = Epoch.Initial,
        };
        Assert.True((await _lab.Json.Memory.WriteAsync(write, Cancel)).Accepted);
    }

    private void LoseAtUnderSealCopied(string point)
    {
        if (point == MigrationPoints.UnderSealCopied)
        {
            _lab.Postgres.Memory.EditFromOutside(MigrationLab.Key(7), null);
        }
    }

    /// <summary>Why the root was not switched; null when it was.</summary>
    private static async Task<string?> SwitchedAsync(ComponentMigration process)
    {
        var result = await process.RampDownAsync(Ann, Cancel);
        return result.Done ? null : result.Message;
    }

    private static StoredRecord Edited(RecordKey key) => new()
    {
        Revision = new Revision(1),
        WriteId = WriteId.New(),
        Body = MigrationLab.Body($"\"{key.Bucket}\""),
    };

    private async Task<string?> DifferenceAsync()
    {
        try
        {
            await Comparison.AssertEqualAsync(_lab.Json.Memory, _lab.Postgres.Memory, "at the end");
            return null;
        }
        catch (Xunit.Sdk.XunitException e)
        {
            return e.Message;
        }
    }
}
