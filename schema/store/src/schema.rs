//! The tables, in types that both databases hold alike: text, numbers, truth values, bytes, and naive UTC times.

diesel::table! { counter (name) { name -> Text, value -> BigInt, } }

diesel::table! { history (epoch) { epoch -> Text, } }

diesel::table! {
    calendar_period (kind, first_day, name) {
        kind -> Text,
        first_day -> Date,
        last_day -> Date,
        name -> Text,
    }
}

diesel::table! {
    source (id) {
        id -> Text,
        name -> Text,
        publisher -> Text,
        licence -> Text,
        visibility -> Text,
        precedence -> Integer,
        duplicate_free -> Bool,
        config -> Text,
        harvest_state -> Nullable<Text>,
        committed_run -> Nullable<BigInt>,
        review -> Text,
        precedence_for -> Text,
        supplements -> Bool,
    }
}

diesel::table! {
    run (number) {
        number -> BigInt,
        source -> Text,
        started -> Timestamp,
        finished -> Nullable<Timestamp>,
        outcome -> Text,
        counts -> Text,
    }
}

diesel::table! {
    issue (number) {
        number -> BigInt,
        run -> BigInt,
        source -> Text,
        at -> Timestamp,
        severity -> Text,
        code -> Text,
        record -> Nullable<Text>,
        field -> Nullable<Text>,
        value -> Nullable<Text>,
        reason -> Text,
        action -> Text,
    }
}

diesel::table! {
    item (source, id) {
        source -> Text,
        id -> Text,
        version -> Integer,
        hash -> Text,
        last_seen -> Timestamp,
        deleted -> Nullable<Timestamp>,
    }
}

diesel::table! {
    item_version (source, id, version) {
        source -> Text,
        id -> Text,
        version -> Integer,
        media_type -> Text,
        hash -> Text,
        first_seen -> Timestamp,
        last_seen -> Nullable<Timestamp>,
        body -> Binary,
    }
}

diesel::table! {
    record (key) {
        key -> Text,
        source -> Text,
        kind -> Text,
        item -> Text,
        noun -> Text,
        visibility -> Text,
        field_visibility -> Text,
        original -> Text,
        first_seen -> Timestamp,
        modified -> Timestamp,
        deleted -> Nullable<Timestamp>,
        confirmed -> Nullable<Timestamp>,
    }
}

diesel::table! { dirty (record) { record -> Text, mark -> BigInt, } }

diesel::table! { tombstone (record) { record -> Text, source -> Text, at -> Timestamp, reason -> Text, } }

diesel::table! {
    judgement (number) {
        number -> BigInt,
        a -> Text,
        b -> Text,
        verdict -> Text,
        who -> Text,
        at -> Timestamp,
        reason -> Text,
    }
}

diesel::table! {
    correction (number) {
        number -> BigInt,
        record -> Text,
        field -> Text,
        remedy -> Text,
        value -> Text,
        content -> Text,
        known -> Text,
        supersedes -> Text,
        who -> Text,
        at -> Timestamp,
        reason -> Text,
        expires -> Nullable<Timestamp>,
    }
}

diesel::table! {
    correction_expiry (number) { number -> BigInt, record -> Text, expires -> Timestamp, }
}

diesel::table! {
    conflict (entity, field) {
        entity -> Text,
        field -> Text,
        kind -> Text,
        name -> Nullable<Text>,
        weight -> BigInt,
        services -> BigInt,
        priority -> BigInt,
        claims -> Text,
        why -> Text,
    }
}

diesel::table! {
    conflict_source (entity, field, source) { entity -> Text, field -> Text, source -> Text, }
}

diesel::table! {
    identity (id) {
        id -> Text,
        kind -> Text,
        minted_by -> Text,
        generation -> Integer,
        serial -> BigInt,
        state -> Text,
        merged_into -> Nullable<Text>,
    }
}

diesel::table! { member (record) { record -> Text, kind -> Text, entity -> Text, } }

diesel::table! {
    match_model (number) {
        number -> BigInt,
        version -> Text,
        body -> Text,
        who -> Text,
        at -> Timestamp,
        reason -> Text,
    }
}

diesel::table! {
    report (number) {
        number -> BigInt,
        entity -> Text,
        at -> Timestamp,
        kind -> Text,
        message -> Text,
        contact -> Nullable<Text>,
        state -> Text,
        who -> Nullable<Text>,
        decided -> Nullable<Timestamp>,
        note -> Nullable<Text>,
    }
}

diesel::table! { reconciliation (id) { id -> BigInt, rules -> Text, } }

diesel::table! { suggestion (a, b) { a -> Text, b -> Text, score -> Integer, } }

diesel::table! {
    entity (id) {
        id -> Text,
        kind -> Text,
        noun -> Text,
        provenance -> Text,
        visibility -> Text,
        licences -> Text,
        referents -> Text,
        modified -> Timestamp,
        hash -> Text,
        published -> Bool,
        freshness -> Text,
        review_next -> Nullable<Timestamp>,
    }
}

diesel::table! {
    change (number) {
        number -> BigInt,
        entity -> Text,
        kind -> Text,
        what -> Text,
        at -> Timestamp,
    }
}

diesel::table! { hidden (entity) { entity -> Text, at -> Timestamp, reason -> Text, } }

diesel::table! { hidden_record (record) { record -> Text, } }

diesel::table! {
    lease (name) {
        name -> Text,
        holder -> Nullable<Text>,
        fence -> BigInt,
        expires -> Timestamp,
    }
}

diesel::table! {
    client (id) {
        id -> Text,
        name -> Text,
        secret_hash -> Text,
        scopes -> Text,
        sources -> Text,
        created -> Timestamp,
        tokens_from -> Timestamp,
        disabled -> Nullable<Timestamp>,
    }
}

diesel::table! {
    signing_key (kid) {
        kid -> Text,
        algorithm -> Text,
        private_key -> Binary,
        created -> Timestamp,
        retired -> Nullable<Timestamp>,
    }
}

diesel::table! { revoked_token (id) { id -> Text, expires -> Timestamp, } }

diesel::table! {
    audit (number) {
        number -> BigInt,
        at -> Timestamp,
        who -> Text,
        client -> Nullable<Text>,
        action -> Text,
        target -> Text,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    idempotent_answer (client, key) {
        client -> Text,
        key -> Text,
        fingerprint -> Text,
        begun -> Timestamp,
        answer -> Nullable<Text>,
    }
}

diesel::table! {
    page (key) {
        key -> Text,
        source -> Text,
        section -> Text,
        aligned -> Bool,
        body -> Text,
    }
}

diesel::table! { page_name (key) { key -> Text, page -> Text, } }

diesel::table! { page_entity (page, entity) { page -> Text, entity -> Text, } }

diesel::table! {
    verdict (id) {
        id -> Text,
        kind -> Text,
        place -> BigInt,
        source -> Text,
        page -> Nullable<Text>,
        entity -> Nullable<Text>,
        section -> Nullable<Text>,
        state -> Text,
        owner -> Nullable<Text>,
        found -> Timestamp,
        changed -> Timestamp,
        body -> Text,
    }
}

diesel::table! { verdict_topic (verdict, topic) { verdict -> Text, topic -> Text, } }

diesel::table! {
    alignment (number) {
        number -> BigInt,
        at -> Timestamp,
        basis -> Text,
        body -> Text,
    }
}

diesel::table! {
    dataset (part) {
        part -> Text,
        body -> Text,
    }
}

diesel::table! {
    area (kind, code) {
        kind -> Text,
        code -> Text,
        name -> Text,
        latitude -> Double,
        longitude -> Double,
        boundary -> Nullable<Text>,
    }
}

diesel::table! {
    indicator (code, area) {
        code -> Text,
        area -> Text,
        value -> Double,
        period -> Nullable<Text>,
    }
}

diesel::table! {
    postcode (code) {
        code -> Text,
        latitude -> Double,
        longitude -> Double,
        ward -> Nullable<Text>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(page, page_entity);
diesel::allow_tables_to_appear_in_same_query!(verdict, verdict_topic);
diesel::allow_tables_to_appear_in_same_query!(item, item_version, record);
diesel::allow_tables_to_appear_in_same_query!(conflict, conflict_source);
diesel::allow_tables_to_appear_in_same_query!(hidden_record, member, record);
