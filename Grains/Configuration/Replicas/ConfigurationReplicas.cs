using System.Collections.Concurrent;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Configuration;

/// <summary>The copies of configurations that this silo answers reads from, each under a lease of its owner.</summary>
/// <remarks>
/// A read from a copy takes no lock and no call. While a configuration is read, its next lease is asked for before the
/// present one has run out; a copy that nobody reads runs out and is forgotten. Safe for many callers at once.
/// </remarks>
internal sealed class ConfigurationReplicas(IGrainFactory grains, TimeProvider time)
    : IConfigurationHolder, ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Replica> _replicas = [];
    private IConfigurationHolder? _self;
    private long _forgottenAt = time.GetTimestamp();

    /// <summary>How many configurations are held or asked for.</summary>
    public int Count => _replicas.Count;

    public void Participate(ISiloLifecycle lifecycle)
        => lifecycle.Subscribe(
            nameof(ConfigurationReplicas),
            ServiceLifecycleStage.ApplicationServices,
            _ =>
            {
                _self = grains.CreateObjectReference<IConfigurationHolder>(this);
                return Task.CompletedTask;
            });

    /// <summary>Reads a configuration: never less than was acknowledged when the call began.</summary>
    /// <param name="grainKey">The primary key of the configuration.</param>
    /// <param name="seenRevision">The highest revision that the caller knows of; never answered with less.</param>
    public ValueTask<ConfigurationReading> ReadAsync(string grainKey, long seenRevision)
    {
        if (_replicas.TryGetValue(grainKey, out var replica) && replica.Copy is { } copy
            && copy.Read(time) is { } reading && reading.Revision >= seenRevision)
        {
            if (copy.IsOld(time) && replica.Asking is null)
            {
                Renew(grainKey);
            }

            return new(reading);
        }

        return AskAsync(grainKey, seenRevision);
    }

    /// <inheritdoc/>
    public Task DropAsync(string grainKey)
    {
        lock (_gate)
        {
            if (_replicas.TryGetValue(grainKey, out var replica))
            {
                replica.Drops++;
                replica.Copy = null;
                ForgetIfIdle(grainKey, replica);
            }
        }

        return Task.CompletedTask;
    }

    private async ValueTask<ConfigurationReading> AskAsync(string grainKey, long seenRevision)
    {
        if (_replicas.TryGetValue(grainKey, out var replica) && replica.Asking is { } asking)
        {
            // Its answer may be older than this read. Only a lease that still stands says that it is not.
            await asking;
            if (replica.Copy?.Read(time) is { } reading && reading.Revision >= seenRevision)
            {
                return reading;
            }
        }

        return (await AskOwnerAsync(grainKey, seenRevision)).Reading;
    }

    /// <summary>Asks for the next lease, and makes nobody wait for it.</summary>
    private void Renew(string grainKey)
    {
        // Away from the grain that reads: it may be gone before the answer comes. What fails is asked for by a reader.
        _ = Task.Run(async () => await ((Task)AskOwnerAsync(grainKey, 0))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing));
    }

    private async Task<LeasedReading> AskOwnerAsync(string grainKey, long seenRevision)
    {
        var self = _self ?? throw new DataUnavailableException("The silo is starting. Repeat the call later.");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (replica, drops) = Begin(grainKey, asked.Task);
        LeasedCopy? copy = null;
        try
        {
            var askedAt = time.GetTimestamp();
            var answer = await grains.GetGrain<IConfigurationOwner>(grainKey).LeaseAsync(self, seenRevision);
            copy = answer.Lease > TimeSpan.Zero ? new LeasedCopy(answer, askedAt) : null;
            return answer;
        }
        finally
        {
            End(grainKey, replica, asked.Task, copy, drops);
            asked.SetResult();
        }
    }

    private (Replica Replica, int Drops) Begin(string grainKey, Task asking)
    {
        lock (_gate)
        {
            var replica = _replicas.GetOrAdd(grainKey, _ => new Replica());
            replica.Questions++;
            replica.Asking ??= asking;
            return (replica, replica.Drops);
        }
    }

    private void End(string grainKey, Replica replica, Task asking, LeasedCopy? copy, int drops)
    {
        lock (_gate)
        {
            replica.Questions--;
            replica.Asking = ReferenceEquals(replica.Asking, asking) ? null : replica.Asking;
            // A copy that was called in while it was on its way must not outlive the call.
            if (copy is not null && replica.Drops == drops
                && (replica.Copy is not { } held || copy.Outlives(held) || held.Read(time) is null))
            {
                replica.Copy = copy;
            }

            ForgetIfIdle(grainKey, replica);
            if (time.GetElapsedTime(_forgottenAt) > ForgetEvery)
            {
                ForgetEnded();
            }
        }
    }

    private void ForgetEnded()
    {
        _forgottenAt = time.GetTimestamp();
        foreach (var (grainKey, replica) in _replicas)
        {
            ForgetIfIdle(grainKey, replica);
        }
    }

    private void ForgetIfIdle(string grainKey, Replica replica)
    {
        if (replica.Questions == 0 && replica.Copy?.Read(time) is null)
        {
            _replicas.TryRemove(grainKey, out _);
        }
    }
}
