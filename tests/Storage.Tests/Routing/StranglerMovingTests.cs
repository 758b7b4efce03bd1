namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>The phase moves on, through all six and back, in the middle of every case.</summary>
public sealed class StranglerMovingTests() : StranglerMoving(1);
