using HybridOrleans.Samples.DatingBot.Members;

namespace HybridOrleans.Samples.DatingBot.Texts;

internal sealed class RussianTexts : BotTexts
{
    public override string Welcome => "Привет! Четыре вопроса, и вас смогут найти. /cancel прервёт в любой момент.";

    public override string Help =>
        """
        /profile - ваша анкета
        /edit - изменить её
        /list - кто здесь есть
        /talk - поговорить с кем-нибудь
        /stop - закончить разговор
        /stats - цифры
        /delete_me - удалить все мои данные
        """;

    public override string StartFirst => "Вас пока никто не найдёт: анкету создаёт /start.";

    public override string OnlyText => "Я понимаю только текст.";

    public override string SkipAbout => "Больше ничего";

    public override string Registered => "Анкета готова. /list покажет, кто здесь есть, /help - всё, что я умею.";

    public override string Reminder => "Анкета ещё не готова. Просто ответьте или начните заново: /start.";

    public override string Changed => "Изменено.";

    public override string WhatToEdit => "Что изменить?";

    public override string Cancelled => "Хорошо, ничего не изменилось.";

    public override string People => "Кто здесь есть:";

    public override string NobodyYet => "Пока никого нет. Загляните позже!";

    public override string More => "Ещё";

    public override string Answer => "Поговорить";

    public override string NotNow => "Не сейчас";

    public override string Gone => "Этой анкеты больше нет.";

    public override string TalkEnds => "Разговор окончен. /list покажет, кто здесь есть.";

    public override string NotTalking =>
        "Вы ни с кем не разговариваете. /list покажет, кто здесь есть, /help - всё, что я умею.";

    public override string ReallyDelete => "Удалить анкету, сообщения и всё остальное о вас?";

    public override string Yes => "Да, удалить всё";

    public override string No => "Нет, оставить";

    public override string Kept => "Всё остаётся.";

    public override string Deleted => "Все ваши данные удалены. До свидания!";

    public override string DeletionGoesOn =>
        "Все ваши данные удаляются. Часть сейчас недоступна и исчезнет сама, как только станет доступна.";

    public override string OutOfReach =>
        "Извините, память сейчас недоступна. Ваше сообщение не потеряно: я к нему вернусь.";

    public override string FromMemory => "(насколько я помню; память сейчас недоступна)";

    public override string Broken => "Извините, у меня что-то сломалось. Попробуйте что-нибудь другое.";

    public override string WelcomeBack(string name) => $"С возвращением, {name}! /help покажет всё, что я умею.";

    public override string Ask(Field field) => field switch
    {
        Field.Name => "Как вас зовут?",
        Field.Age => "Сколько вам лет?",
        Field.City => "Где вы живёте?",
        _ => "Расскажите что-нибудь о себе.",
    };

    public override string Refuse(Field field) => field switch
    {
        Field.Age => $"Напишите число от {FieldRules.AgeMin} до {FieldRules.AgeMax}: этот бот для взрослых.",
        Field.About => $"Напишите не больше {FieldRules.AboutMax} знаков.",
        _ => $"Напишите одну строку, не больше {FieldRules.LineMax} знаков.",
    };

    public override string NameOf(Field field) => field switch
    {
        Field.Name => "Имя",
        Field.Age => "Возраст",
        Field.City => "Город",
        _ => "О себе",
    };

    public override string UseName(string name) => $"Зовите меня {name}";

    public override string Profile(Answers answers)
        => $"{answers.Name}, {answers.Age}\n{answers.City}\n{answers.About}".TrimEnd();

    public override string TalkBegins(string name)
        => $"Ваш собеседник: {name}. Просто пишите. /stop закончит разговор.";

    public override string WantsToTalk(string name) => $"С вами хочет поговорить {name}.";

    public override string IsHere(string name) => $"{name} на связи.";

    public override string Declined(string name) => $"Хорошо, {name} не сможет вам написать.";

    public override string DoesNotWant(string name) => $"Собеседник по имени {name} сейчас не хочет разговаривать.";

    public override string HasLeft(string name) => $"Собеседник по имени {name} закончил разговор.";

    public override string Statistics(Figures figures) =>
        $"""
        Ваших сообщений: {figures.Messages}; строк в нашем разговоре: {figures.Lines}.
        За месяц: сообщений от всех {figures.MonthMessages}, новых анкет {figures.MonthRegistrations}.
        """;
}
