using System.Text.Json.Nodes;
using HybridOrleans.Client;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>The third version: a list in place of one item, then called by another name.</summary>
[SessionState("cart", Version = 3, TimeToLive = "1.00:00:00")]
public sealed class Cart : ISessionUpgrade
{
    public List<string> Goods { get; init; } = [];

    public static JsonObject Upgrade(int version, JsonObject state)
    {
        if (version == 1)
        {
            return new JsonObject { ["items"] = new JsonArray(state["item"]?.DeepClone()), ["note"] = "из 1" };
        }

        state["goods"] = state["items"]?.DeepClone();
        state.Remove("items");
        return state;
    }
}
