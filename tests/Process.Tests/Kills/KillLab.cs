using System.Diagnostics;
using HybridOrleans.Storage.Migration;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Histories;
using Npgsql;
using Xunit;

namespace HybridOrleans.Process.Tests.Kills;

/// <summary>One folder and one database, processes on both, and the verdict when all of them have ended.</summary>
/// <remarks>
/// What the processes were told is read from their pipes, so that it outlives them. The verdict reads files and rows
/// and shares no code with the product.
/// </remarks>
internal sealed class KillLab : IAsyncDisposable
{
    private const int Keys = 700;
    private readonly string _folder = Directory.CreateTempSubdirectory("hybrid-kills-").FullName;
    private readonly List<MigratingChild> _children = [];
    private readonly string _connectionString;
    private readonly MigrationBug _bug;
    private MigratingChild? _other;

    private KillLab(string connectionString, MigrationBug bug) => (_connectionString, _bug) = (connectionString, bug);

    /// <summary>The process that nobody kills: it serves all the time, and takes over.</summary>
    public MigratingChild Other => _other ?? throw new InvalidOperationException("It is not started yet.");

    private string Root => Path.Combine(_folder, "data");

    /// <summary>Starts the process that serves, and brings the component into a state.</summary>
    public static async Task<KillLab> OpenAsync(
        PostgresFixture postgres, MigrationBug bug = MigrationBug.None, params IReadOnlyList<string> steps)
    {
        var lab = new KillLab(await postgres.CreateDatabaseAsync(), bug);
        lab._other = await lab.LaunchAsync(lab._connectionString);
        await lab.Other.AskAsync("fill");
        foreach (var step in steps)
        {
            await lab.Other.DoAsync(step);
            await lab.Other.AskAsync("rest");
        }

        await lab.Other.ServeAsync();
        return lab;
    }

    /// <summary>One more process, which serves.</summary>
    public async Task<MigratingChild> ServeAsync()
    {
        var child = await LaunchAsync(_connectionString);
        await child.ServeAsync();
        return child;
    }

    /// <summary>One more process, which serves and goes to the database by a port of its own.</summary>
    public async Task<MigratingChild> ServeAsync(int port)
    {
        var way = new NpgsqlConnectionStringBuilder(_connectionString) { Port = port };
        var child = await LaunchAsync(way.ConnectionString);
        await child.ServeAsync();
        return child;
    }

    /// <summary>Lets a new process serve, and do what is said until it kills itself at a point.</summary>
    public async Task KillAsync(string point, int pass, params IReadOnlyList<string> commands)
        => await (await ServeAsync()).DieAsync(point, pass, commands);

    /// <summary>
    /// Starts a last process under live writes, lets everything come to rest and end, and judges what all were told.
    /// </summary>
    /// <param name="phase">Where the component must be in the end.</param>
    public async Task EndAsync(Phase phase)
    {
        var violations = await FindAsync(phase);
        Assert.True(violations.Count == 0, $"{violations.Count}: {string.Join('\n', violations.Take(8))}");
    }

    /// <summary>The same for a product with a mistake in it.</summary>
    /// <returns>What must not be.</returns>
    public async Task<IReadOnlyList<Violation>> FindAsync(Phase phase)
    {
        await ServeAsync();
        var living = _children.Where(child => !child.HasEnded).ToList();
        await Task.WhenAll(living.Select(child => child.AskAsync("quiet")));
        Assert.StartsWith($"{phase} ", await Other.AskAsync("rest"), StringComparison.Ordinal);
        await Task.WhenAll(living.Select(child => child.CloseAsync()));

        return await JudgeAsync(phase);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in _children)
        {
            await child.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<IReadOnlyList<Violation>> JudgeAsync(Phase phase)
    {
        var cancel = TestContext.Current.CancellationToken;
        var acts = _children.SelectMany((child, number) => ReportedActs.Of($"process {number}", child.Lines)).ToList();
        var accepted = acts.Count(act => act.MadeRevision);
        Assert.True(accepted > Keys + 100, $"Only {accepted} writes were acknowledged.");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{_children.Count} processes, {acts.Count} calls, {accepted} acknowledged writes, "
            + $"{acts.Count(act => act.Outcome == ActOutcome.Unknown)} unknown");

        var files = ComponentLook.AtFiles(Root, "bot", "users");
        var rows = await ComponentLook.AtRowsAsync(_connectionString, "users", cancel);
        var (root, follower) = PhaseTable.Of(phase).Root == Side.Json ? (files, rows) : (rows, files);
        var now = Stopwatch.GetTimestamp();
        foreach (var key in acts.Select(act => act.Key).Distinct().ToList())
        {
            var held = root.GetValueOrDefault(key);
            acts.Add(new Act(
                key, "the end", ActKind.Final, now, now, ActOutcome.Done, 0, held?.Revision ?? 0, held?.Id,
                held?.Body));
        }

        var violations = HistoryChecker.Check(acts).ToList();
        if (phase is not Phase.Off and not Phase.Complete)
        {
            violations.AddRange(HistoryChecker.Compare(root, follower));
        }

        return violations;
    }

    private async Task<MigratingChild> LaunchAsync(string connectionString)
    {
        var child = new MigratingChild(Root, connectionString, Keys, _bug);
        _children.Add(child);
        await child.ReadyAsync();
        return child;
    }
}
