namespace HybridOrleans.Grains.Interfaces;

/// <summary>What happens to a send when the process ends between sending and noting that it was sent.</summary>
/// <remarks>Telegram recognises no repeated request, so that a bot must choose one of the two.</remarks>
[GenerateSerializer]
[Alias("hybrid.delivery")]
public enum Delivery
{
    /// <summary>It is sent again: the user may see it twice, and never misses it.</summary>
    AtLeastOnce,

    /// <summary>It is not sent again: the user may miss it, and never sees it twice.</summary>
    AtMostOnce,
}
