using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Residency;

/// <summary>A grain whose activation holds state in memory, and counts towards the silo's limit.</summary>
internal abstract class ResidentGrain(ResidentSet residents, Component component) : Grain
{
    private Resident? _resident;

    /// <summary>How this activation is used.</summary>
    protected Resident Resident
        => _resident ?? throw new InvalidOperationException("The activation has not begun.");

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _resident = residents.Enter(component, GrainContext);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_resident is { } resident)
        {
            _resident = null;
            residents.Exit(resident);
        }

        return Task.CompletedTask;
    }
}
