using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Migration.Copying;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Grains.Migration;

/// <summary>Tells the controller once a second what this silo sees, and so brings a dead controller back.</summary>
/// <remarks>Nothing that is safe or timely rests on it: each silo reads the documents for itself.</remarks>
internal sealed class MigrationReporter(
    RecordStores stores, IGrainFactory grains, ILocalSiloDetails silo, TimeProvider time,
    ILogger<MigrationReporter> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _reporting = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(MigrationReporter), ServiceLifecycleStage.Active, _ => Begin(), _ => EndAsync());

    public void Dispose() => _stopping.Dispose();

    private Task Begin()
    {
        if (stores.Migrations.Components.Count > 0)
        {
            _reporting = Task.Run(ReportAsync);
        }

        return Task.CompletedTask;
    }

    private async Task EndAsync()
    {
        await _stopping.CancelAsync();
        await _reporting;
    }

    private async Task ReportAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var sights = stores.Migrations.Sights();
                await grains.GetGrain<IMigrationControllerGrain>(0)
                    .ReportAsync(sights.Select(ViewOf).ToArray(), sights.Select(RouteOf).ToArray())
                    .AsTask().WaitAsync(CallLimit, time, _stopping.Token);
                foreach (var sight in sights)
                {
                    stores.Migrations.Told(sight);
                }
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A silo that joins or leaves loses calls for a moment; the next one is a second away.
                Log.ReportFailed(logger, StorageErrors.Describe(e));
            }

            await Task.Delay(Period, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private string Silo => silo.SiloAddress.ToString();

    private SiloView ViewOf(ComponentSight sight) => new(
        silo.SiloAddress.Endpoint.ToString(),
        ComponentNames.NameOf(sight.View.Component),
        sight.View.Epoch.Value,
        StatusMap.PhaseOf(sight.View.Phase),
        sight.View.SharePercent,
        sight.Age);

    private RouteReport RouteOf(ComponentSight sight) => new(
        Silo,
        ComponentNames.NameOf(sight.View.Component),
        sight.Calls,
        sight.Errors,
        sight.Mismatches,
        sight.Unanswered,
        sight.P99,
        sight.Writes.Select(Witnessed).ToArray(),
        sight.Missed,
        sight.Unequal);

    private static WitnessedWrite Witnessed(RecordDigest write) => new(
        write.Key.Text,
        write.Revision.Value,
        write.Hash is { } hash ? Convert.ToHexStringLower(hash.Span) : null);
}
