using HybridOrleans.Storage.Records;

namespace HybridOrleans.TestKit.Conformance;

/// <summary>All that <see cref="IRecordStore"/> promises. The tests of each store derive from this class.</summary>
/// <remarks>
/// Each class below it adds one concept: reading, writing, deleting, settling, racing, walking, and here fencing. A
/// router, whose fences lie in the stores behind it, derives from <see cref="WalkingConformance"/>. Tests use keys of
/// their own, so that all of them may run on one store; fences of <c>analytics</c> only rise.
/// </remarks>
public abstract class RecordStoreConformance : FencingConformance;
