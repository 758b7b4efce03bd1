using System.Text.Json;
using HybridOrleans.Silo.Hosting;
using HybridOrleans.Storage.Hosting;

namespace HybridOrleans.Silo.Membership;

/// <summary>The cards of the silos that share a JSON root, in its folder <c>.silos</c>.</summary>
/// <remarks>
/// Each silo writes its own when the store is open and removes it when it stops; a killed one leaves it behind.
/// </remarks>
internal sealed class SiloCards(
    RecordStores stores, DataFolder folder, ILocalSiloDetails silo, ILogger<SiloCards> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private string Folder => Path.Combine(folder.Path, ".silos");

    private string Own => Path.Combine(Folder, $"{silo.SiloAddress.ToParsableString()}.json");

    public void Participate(ISiloLifecycle lifecycle)
        => lifecycle.Subscribe(nameof(SiloCards), ServiceLifecycleStage.RuntimeStorageServices + 1, Write, Remove);

    /// <summary>The cards of other silos whose processes run on this machine. Removes those of dead ones.</summary>
    public IReadOnlyList<SiloCard> OfNeighbours()
    {
        var cards = new List<SiloCard>();
        foreach (var file in Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.json") : [])
        {
            if (file == Own || Read(file) is not { IsNear: true } card)
            {
                continue;
            }

            if (card.IsAlive)
            {
                cards.Add(card);
            }
            else
            {
                File.Delete(file);
            }
        }

        return cards;
    }

    private static SiloCard? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<SiloCard>(File.ReadAllText(file));
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            // Its silo is writing it, has just removed it, or died over it.
            return null;
        }
    }

    private Task Write(CancellationToken cancellation)
    {
        try
        {
            if (stores.IsJsonOpen)
            {
                Directory.CreateDirectory(Folder);
                File.WriteAllText(Own, JsonSerializer.Serialize(SiloCard.Own(silo)));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without it nobody ends this process when it hangs, which an operator can do as well.
            Log.SiloCardNotWritten(logger, e.Message);
        }

        return Task.CompletedTask;
    }

    private Task Remove(CancellationToken cancellation)
    {
        if (File.Exists(Own))
        {
            File.Delete(Own);
        }

        return Task.CompletedTask;
    }
}
