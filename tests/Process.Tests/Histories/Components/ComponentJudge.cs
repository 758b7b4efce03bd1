using System.Text.Json.Nodes;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;
using HybridOrleans.TestKit.Histories.Logs;
using Xunit;

namespace HybridOrleans.Process.Tests.Histories.Components;

/// <summary>Looks at what the stores hold in the end, without the product, and judges a history by it.</summary>
internal sealed class ComponentJudge(HistoryLog log, Doubts doubts)
{
    private readonly List<Violation> _violations = [];

    /// <summary>Takes up what lies in the stores of a component that rests in a phase.</summary>
    public async Task LookAsync(ComponentName component, MigrationPhase phase, ThreeSilos cluster)
    {
        var name = component.ToString().ToLowerInvariant();
        var files = ComponentLook.AtFiles(cluster.Root, "bot", name);
        var rows = await ComponentLook.AtRowsAsync(
            cluster.Server.ConnectionString, name, TestContext.Current.CancellationToken);
        var (root, follower) = phase < MigrationPhase.RampDown ? (files, rows) : (rows, files);
        if (phase is not (MigrationPhase.Off or MigrationPhase.Complete))
        {
            _violations.AddRange(HistoryChecker.Compare(root, follower));
        }

        switch (component)
        {
            case ComponentName.Users:
                AddDocuments(log.Acts.Select(act => act.Key).Where(IsOfUser), root);
                break;
            case ComponentName.Configuration:
                AddDocuments(
                    log.Acts.Select(act => act.Key).Where(key => !IsOfUser(key)),
                    root.ToDictionary(record => record.Key, record => record.Value.Without("_changes")));
                break;
            case ComponentName.Conversations:
                AddLogs(ChatCaller.Keys, root, entry => entry["text"]!.GetValue<string>());
                break;
            default:
                AddLogs(EventPlace.Keys, root, entry => entry["data"]!.ToJsonString());
                break;
        }
    }

    public IEnumerable<Violation> Judge()
    {
        var acts = log.Acts.Select(act => act with { SureAt = SureAt(act.SureAt, act.Began, act.Ended) }).ToList();
        var logActs = log.LogActs.Select(act => act with { SureAt = SureAt(act.SureAt, act.Began, act.Ended) });
        return
        [
            .. _violations, .. HistoryChecker.Check(acts), .. MixedBodies.Find(acts),
            .. LogHistoryChecker.Check(logActs),
        ];
    }

    /// <summary>While one activation lives, its memory owes what was known when the read began.</summary>
    private long? SureAt(long? sureAt, long began, long ended)
        => sureAt is null || doubts.Cover(began, ended) ? sureAt : began;

    private static bool IsOfUser(string key) => long.TryParse(key.Split('/')[^1], out _) && key.Split('/').Length == 2;

    private void AddDocuments(IEnumerable<string> keys, IReadOnlyDictionary<string, HeldRecord> root)
    {
        foreach (var key in keys.Distinct().ToList())
        {
            var held = root.GetValueOrDefault(key);
            log.Add(new Act(
                key, "the end", ActKind.Final, log.Tick(), log.Tick(), ActOutcome.Done, 0, held?.Revision ?? 0, null,
                held?.Body));
        }
    }

    private void AddLogs(
        IEnumerable<string> keys, IReadOnlyDictionary<string, HeldRecord> root, Func<JsonNode, string> body)
    {
        foreach (var key in keys)
        {
            var entries = LogLook.Read(root, key, body);
            log.Add(new LogAct(key, "the end", ActKind.Final, log.Tick(), log.Tick(), ActOutcome.Done)
            {
                Entries = entries,
                Next = entries.Count == 0 ? 1 : entries[^1].Sequence + 1,
                Wanted = (1, int.MaxValue),
            });
        }
    }
}
