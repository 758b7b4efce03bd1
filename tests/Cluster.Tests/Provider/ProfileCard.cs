using System.Text;
using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Cluster.Tests.Provider;

[GrainType(GrainTypeName)]
public sealed class ProfileCard([PersistentState(ProfileCard.StateName, ProviderCluster.StorageName)]
    IPersistentState<RecordState> card) : Grain, IProfileCard
{
    public const string GrainTypeName = "profile-card";
    public const string StateName = "card";

    public Task WriteAsync(string json)
    {
        card.State.Body = RecordBody.Parse(Encoding.UTF8.GetBytes(json));
        return card.WriteStateAsync();
    }

    public ValueTask<string?> LookAsync()
        => new(card.State.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : null);
}
