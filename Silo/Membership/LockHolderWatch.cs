using HybridOrleans.Storage.Hosting;

namespace HybridOrleans.Silo.Membership;

/// <summary>
/// Ends a silo of this machine that was declared dead and still holds a lock of the JSON root, because it is frozen.
/// </summary>
/// <remarks>
/// Its lock is never taken from it while it lives: it could go on in the middle of a write. Killed at any step it
/// leaves a journal that the next holder of the lock replays. Whoever is no member would end itself anyway.
/// </remarks>
internal sealed class LockHolderWatch(
    IMembershipTable table, RecordStores stores, SiloCards cards, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<LockHolderWatch> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(2);

    private IReadOnlySet<int> _held = new HashSet<int>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!lifetime.ApplicationStarted.IsCancellationRequested)
            {
                continue;
            }

            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException && !stoppingToken.IsCancellationRequested)
            {
                // A table or a folder that does not answer proves nothing; the next look is soon.
                _held = new HashSet<int>();
            }
        }
    }

    /// <summary>Two looks in a row must find the lock held: whoever works has it for milliseconds.</summary>
    private async Task LookAsync(CancellationToken cancellation)
    {
        var before = _held;
        _held = stores.FindJsonLockHolders();
        if (!_held.Overlaps(before))
        {
            return;
        }

        var hanging = _held.Intersect(before).ToHashSet();
        foreach (var card in cards.OfNeighbours().Where(card => hanging.Contains(card.ProcessId)))
        {
            if (await IsDeclaredDeadAsync(card, cancellation))
            {
                End(card);
            }
        }
    }

    private async Task<bool> IsDeclaredDeadAsync(SiloCard card, CancellationToken cancellation)
    {
        var address = SiloAddress.FromParsableString(card.Silo);
        var rows = await table.ReadRowAsync(address, cancellation).WaitAsync(LookLimit, time, cancellation);
        return rows.TryGet(address)?.Item1 is { Status: SiloStatus.Dead } row && row.HostName == card.Host;
    }

    private void End(SiloCard card)
    {
        if (ProcessEnd.TryEnd(card) is { } reason)
        {
            Log.DeadLockHolderNotEnded(logger, card.ProcessId, card.Silo, reason);
        }
        else
        {
            Log.DeadLockHolderEnded(logger, card.ProcessId, card.Silo);
        }
    }
}
