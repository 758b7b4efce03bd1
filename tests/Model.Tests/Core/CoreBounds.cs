namespace HybridOrleans.Model.Tests.Core;

/// <summary>What makes the model finite.</summary>
/// <param name="Epochs">The highest epoch.</param>
/// <param name="Writes">Values that are written, at most 7.</param>
/// <param name="Outages">How often PostgreSQL changes between up and down.</param>
/// <param name="Edits">How often somebody edits the follower from outside.</param>
/// <param name="HasOff">
/// False to begin in DualWrite and never go back to Off, where a write is acknowledged as one whose follower failed.
/// </param>
internal sealed record CoreBounds(int Epochs, int Writes, int Outages, int Edits, bool HasOff);
