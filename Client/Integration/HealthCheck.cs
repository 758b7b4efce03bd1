using System.Globalization;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Integration;

/// <summary>Asks everything that a bot's data depends on, and judges the answers.</summary>
internal sealed class HealthCheck(HybridClient client, BotId bot)
{
    /// <summary>The share of failed calls from which on something is wrong.</summary>
    private const double ErrorRateMax = 0.01;

    private readonly List<string> _reasons = [];
    private bool _isDown;

    public async ValueTask<IntegrationHealth> RunAsync(
        IReadOnlyCollection<ComponentName> components, CancellationToken cancellation)
    {
        var store = TryAsync("Profiles cannot be read", token => client.Users.GetAsync(
            new UserKey(bot, long.MinValue), Freshness.Fresh, token), cancellation);
        var asked = TryAsync("No silo tells its state", client.AskSiloAsync, cancellation);
        var looks = components.Select(component => TryAsync(
            $"The status of {NameOf(component)} is not known",
            token => client.Migration.StatusAsync(component, token), cancellation)).ToArray();
        _isDown = await store is null;
        var silo = await asked;
        var statuses = (await Task.WhenAll(looks)).OfType<MigrationStatus>().ToDictionary(s => s.Component);
        var rates = statuses.Values
            .Where(s => s.Recent is { Calls: > 0 })
            .ToDictionary(s => s.Component, s => s.Recent!.Failed / (double)s.Recent.Calls);
        ComponentName[] debt = [.. statuses.Values.Where(HasDebt).Select(s => s.Component)];
        Judge(silo, statuses, rates, debt);
        return new()
        {
            Status = _isDown ? HealthStatus.Error : _reasons.Count > 0 ? HealthStatus.Degraded : HealthStatus.Healthy,
            Reasons = [.. _reasons],
            Silo = silo,
            HitRatios = RatiosOf(silo),
            ErrorRates = rates,
            Migration = statuses,
            Debt = debt,
        };
    }

    private static bool HasDebt(MigrationStatus status) => status is
    {
        HasDebt: true,
        Phase: MigrationPhase.DualWrite or MigrationPhase.Shadow or MigrationPhase.Live,
    };

    private void Judge(
        SiloHealth? silo, Dictionary<ComponentName, MigrationStatus> statuses,
        Dictionary<ComponentName, double> rates, IEnumerable<ComponentName> debt)
    {
        Note(silo is { DatabaseAnswers: false }, "PostgreSQL does not answer.");
        Note(silo is { RedisAnswers: false }, "Redis does not answer: reads go to the store.");
        foreach (var (component, rate) in rates.Where(r => r.Value > ErrorRateMax))
        {
            _reasons.Add(string.Create(
                CultureInfo.InvariantCulture, $"{rate:P1} of the calls of {NameOf(component)} failed lately."));
        }

        foreach (var component in debt.Where(c => statuses[c].Progress is null))
        {
            _reasons.Add($"PostgreSQL lacks writes of {NameOf(component)}; nothing is lost, JSON has them.");
        }

        foreach (var status in statuses.Values.Where(s => s.Divergent > 0))
        {
            _reasons.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{status.Divergent:N0} keys of {NameOf(status.Component)} differ between the stores."));
        }
    }

    private void Note(bool isTrue, string reason)
    {
        if (isTrue)
        {
            _reasons.Add(reason);
        }
    }

    private async Task<T?> TryAsync<T>(
        string what, Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await ask(cancellation);
        }
        catch (HybridException e)
        {
            lock (_reasons)
            {
                _reasons.Add($"{what}: {e.Message}");
            }

            return null;
        }
    }

    private static Dictionary<Tier, double> RatiosOf(SiloHealth? silo)
    {
        var ratios = new Dictionary<Tier, double>();
        Add(Tier.Memory, silo?.MemoryHits ?? 0, silo?.MemoryMisses ?? 0);
        Add(Tier.Cache, silo?.CacheHits ?? 0, silo?.CacheMisses ?? 0);
        return ratios;

        void Add(Tier tier, long hits, long misses)
        {
            if (hits + misses > 0)
            {
                ratios[tier] = hits / (double)(hits + misses);
            }
        }
    }

    private static string NameOf(ComponentName component) => component.ToString().ToLowerInvariant();
}
