namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>The phase moves on now and then, so that many calls meet it in the middle.</summary>
public sealed class StranglerMovingSlowlyTests() : StranglerMoving(7);
