namespace HybridOrleans.Storage.Migration.Views;

/// <summary>A view and the age of what it rests on.</summary>
/// <param name="View">The view.</param>
/// <param name="StartedAt">The monotonic time at which its pull began, before any store was asked.</param>
internal sealed record PulledView(MigrationView View, long StartedAt);
