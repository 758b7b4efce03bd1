namespace HybridOrleans.Grains.Records;

/// <summary>What a grain keeps as one record.</summary>
/// <param name="StateName">The name of the state; part of stored identities, and never changed.</param>
/// <param name="Noun">What messages call it, such as "profile".</param>
internal sealed record RecordKind(string StateName, string Noun);
